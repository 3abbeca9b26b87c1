// A point of light on the first row of a micro:bit's LEDs: button A moves it to the left, B to the
// right. The pad P0 is high while a button is held. QEMU's -M microbit (nRF51822, Cortex-M0); its
// model has no interrupt of the port, so both buttons are polled.

#include "firmware.h"

enum {
  timer = 0x40008000,
  timer_start = timer + 0x000,
  timer_capture = timer + 0x040,
  timer_bits = timer + 0x508,
  timer_prescaler = timer + 0x510,
  timer_captured = timer + 0x540,
  has_32_bits = 3,
  microseconds = 4,  // 16 MHz by 2 to the 4th

  port = 0x50000000,
  set_high = port + 0x508,
  set_low = port + 0x50c,
  levels = port + 0x510,
  configuration = port + 0x700,
  is_output = 1 << 0 | 1 << 1,
  is_pulled_up = 3 << 2,

  pad_p0 = 3,
  first_column = 4,
  columns = 0x1ff << first_column,
  first_row = 13,
  rows = 7 << first_row,
  button_a = 17,
  button_b = 26,

  debounce_us = 20000,
};

// The board's five LEDs from left to right. A row is their anode, a column their cathode.
static const struct {
  unsigned char row, column;
} leds[] = {{0, 0}, {1, 3}, {0, 1}, {1, 4}, {0, 2}};
enum { led_count = sizeof leds / sizeof leds[0] };

struct button {
  unsigned int line, last, since, pressed;
};

static unsigned int now_us(void) {
  *reg(timer_capture) = 1;
  return *reg(timer_captured);
}

// All dark in between, so that no other LED flashes.
static void light(unsigned int led) {
  *reg(set_low) = rows;
  *reg(set_high) = columns;
  *reg(set_low) = 1U << (first_column + leds[led].column);
  *reg(set_high) = 1U << (first_row + leds[led].row);
}

// Updates `pressed` when the line has stayed for longer than contacts bounce. True once for each
// press.
static int is_pressed_anew(struct button* button) {
  unsigned int level = *reg(levels) >> button->line & 1;
  if (level != button->last) {
    button->last = level;
    button->since = now_us();
  }
  if (now_us() - button->since < debounce_us) return 0;
  unsigned int before = button->pressed;
  button->pressed = !level;
  return button->pressed && !before;
}

static void start_board(void) {
  *reg(timer_bits) = has_32_bits;
  *reg(timer_prescaler) = microseconds;
  *reg(timer_start) = 1;
  for (unsigned int line = first_column; line < first_row + 3; ++line)
    *reg(configuration + 4 * line) = is_output;
  *reg(configuration + 4 * pad_p0) = is_output;
  *reg(configuration + 4 * button_a) = is_pulled_up;
  *reg(configuration + 4 * button_b) = is_pulled_up;
}

void firmware(void) {
  struct button left = {button_a, 1, 0, 0};
  struct button right = {button_b, 1, 0, 0};
  unsigned int led = led_count / 2;
  start_board();
  light(led);
  for (;;) {
    int step = is_pressed_anew(&right) - is_pressed_anew(&left);
    *reg(left.pressed || right.pressed ? set_high : set_low) = 1U << pad_p0;
    if (step == 0) continue;
    led = (led + led_count + (unsigned int)step) % led_count;
    light(led);
  }
}

// No interrupt is enabled.
void on_interrupt(void) {}
