// QEMU's -M microbit (nRF51, Cortex-M0): its one port of 32 lines.
//   P0.13 LED (of the board's own)   P0.17 BUTTON (its A; pulled up)   P0.3 FOLLOWER
//   P0.2 START                       P0.1 BURST                        P0.16 DONE
//   P0.20 RELEASE                    P0.21 RELEASED
// QEMU's model has no interrupt of the port, so the button is polled.

#include "cortex_m.h"
#include "firmware.h"

enum {
  uart = 0x40002000,
  uart_start_sending = uart + 0x008,
  uart_sent = uart + 0x11c,
  uart_enable = uart + 0x500,
  uart_pin = uart + 0x50c,
  uart_baud = uart + 0x524,
  uart_data = uart + 0x51c,
  uart_enabled = 4,
  uart_pin_of_board = 24,
  baud_115200 = 0x1d7e000,

  port = 0x50000000,
  set_high = port + 0x508,
  set_low = port + 0x50c,
  levels = port + 0x510,
  configuration = port + 0x700,
  is_output = 1 << 0,
  input_off = 1 << 1,
  has_pull_up = 3 << 2,
};

static const unsigned char lines[PINS] = {
    [LED] = 13,  [BUTTON] = 17, [FOLLOWER] = 3, [START] = 2,
    [BURST] = 1, [DONE] = 16,   [RELEASE] = 20, [RELEASED] = 21,
};

static void configure(enum pin pin, unsigned int as) {
  *reg(configuration + 4U * lines[pin]) = as;
}

int start_machine(void) {
  *reg(uart_pin) = uart_pin_of_board;
  *reg(uart_baud) = baud_115200;
  *reg(uart_enable) = uart_enabled;
  *reg(uart_start_sending) = 1;
  make_all_pins();
  configure(BUTTON, has_pull_up);
  return 0;
}

void on_interrupt(void) {}

void print_character(char character) {
  *reg(uart_sent) = 0;
  *reg(uart_data) = (unsigned char)character;
  while (*reg(uart_sent) == 0) {
  }
}

int get_pin(enum pin pin) {
  return (int)(*reg(levels) >> lines[pin] & 1);
}

void set_pin(enum pin pin, int level) {
  *reg(level ? set_high : set_low) = 1U << lines[pin];
}

void make_output(enum pin pin) {
  configure(pin, is_output | input_off);
}

void make_input(enum pin pin) {
  configure(pin, 0);
}
