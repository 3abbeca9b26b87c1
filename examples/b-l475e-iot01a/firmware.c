// The blue button of ST's B-L475E-IOT01A counts from 0 to 3 on its two green LEDs; the
// Arduino pin D8 is high while it is held. QEMU's -M b-l475e-iot01a (STM32L475, Cortex-M4; QEMU 9.0
// and later). The button interrupts by EXTI line 13; SysTick measures how long its contacts bounce.

#include "firmware.h"

#include "cortex_m.h"

enum {
  clocks = 0x40021000,
  clocks_of_ports = clocks + 0x4c,
  clocks_of_ports_a_b_c = 7,
  clocks_of_apb2 = clocks + 0x60,
  clock_of_syscfg = 1 << 0,

  port_a = 0x48000000,
  port_b = 0x48000400,
  port_c = 0x48000800,
  mode = 0x00,
  levels = 0x10,
  set_or_reset = 0x18,

  port_of_line_13 = 0x40010014,
  line_13_is_port_c = 2 << 4,
  exti = 0x40010400,
  interrupt_mask = exti + 0x00,
  rising = exti + 0x08,
  falling = exti + 0x0c,
  pending = exti + 0x14,
  button_line = 1 << 13,
  button_interrupt = 40,

  systick_control = 0xe000e010,
  systick_reload = 0xe000e014,
  systick_value = 0xe000e018,
  is_enabled_by_processor_clock = 1 << 0 | 1 << 2,
  has_elapsed = 1 << 16,
  ticks_a_millisecond = 4000,  // of the 4 MHz that the processor starts with

  debounce_ms = 20,
};

static volatile unsigned int edges;

static void set_pin_of(unsigned int port, unsigned int line, unsigned int high) {
  *reg(port + set_or_reset) = 1U << (line + (high ? 0 : 16));
}

static void output_by(unsigned int port, unsigned int line) {
  volatile unsigned int* modes = reg(port + mode);
  *modes = (*modes & ~(3U << 2 * line)) | 1U << 2 * line;
}

static void input_by(unsigned int port, unsigned int line) {
  *reg(port + mode) &= ~(3U << 2 * line);
}

static void wait_ms(unsigned int milliseconds) {
  *reg(systick_value) = 0;
  while (milliseconds > 0) {
    if ((*reg(systick_control) & has_elapsed) != 0) --milliseconds;
  }
}

static void start_board(void) {
  *reg(clocks_of_ports) |= clocks_of_ports_a_b_c;
  *reg(clocks_of_apb2) |= clock_of_syscfg;
  output_by(port_a, 5);
  output_by(port_b, 14);
  output_by(port_b, 2);
  input_by(port_c, 13);
  *reg(systick_reload) = ticks_a_millisecond - 1;
  *reg(systick_control) = is_enabled_by_processor_clock;
  *reg(port_of_line_13) = line_13_is_port_c;
  *reg(rising) = button_line;
  *reg(falling) = button_line;
  *reg(interrupt_mask) = button_line;
  enable_interrupt(button_interrupt);
}

void firmware(void) {
  // The first round needs no edge: it sees a button that was held at the start.
  unsigned int seen = ~0U;
  unsigned int count = 0;
  start_board();
  for (;;) {
    while (edges == seen) __asm__ volatile("wfi");
    // Contacts bounce: the level counts when no edge has come for a while.
    do {
      seen = edges;
      wait_ms(debounce_ms);
    } while (edges != seen);
    unsigned int pressed = (*reg(port_c + levels) & button_line) == 0;
    if (pressed) count = (count + 1) % 4;
    set_pin_of(port_a, 5, count & 1);
    set_pin_of(port_b, 14, count >> 1);
    set_pin_of(port_b, 2, pressed);
  }
}

void on_interrupt(void) {
  *reg(pending) = button_line;
  ++edges;
}
