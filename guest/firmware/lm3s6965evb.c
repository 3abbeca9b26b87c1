// QEMU's -M lm3s6965evb (Stellaris, Cortex-M3): port F, a PL061 with eight lines; line N is pin N
// of enum pin.
//   PF0 LED (the board's own)   PF1 BUTTON (its "select"; pulled up)   PF2 FOLLOWER   PF3 START
//   PF4 BURST                   PF5 DONE                               PF6 RELEASE    PF7 RELEASED
// The button comes by interrupt 30, on both edges.

#include "cortex_m.h"
#include "firmware.h"

enum {
  uart = 0x4000c000,
  uart_flags = uart + 0x18,
  uart_full = 1 << 5,
  uart_control = uart + 0x30,
  uart_enable = 0x301,

  port = 0x40025000,
  direction = port + 0x400,
  both_edges = port + 0x408,
  interrupt_mask = port + 0x410,
  interrupt_clear = port + 0x41c,
  pull_up = port + 0x510,
  digital = port + 0x51c,
  port_interrupt = 30,

  clocks_of_uarts = 0x400fe104,
  clocks_of_ports = 0x400fe108,
  clock_of_port_f = 1 << 5,
};

// Address bits 2 to 9 select the lines.
static volatile unsigned int* line(enum pin pin) {
  return reg(port + (4U << pin));
}

int start_machine(void) {
  *reg(clocks_of_uarts) = 1;
  *reg(clocks_of_ports) = clock_of_port_f;
  *reg(uart_control) = uart_enable;
  make_all_pins();
  *reg(pull_up) = 1 << BUTTON;
  *reg(digital) = (1 << PINS) - 1;
  *reg(both_edges) = 1 << BUTTON;
  *reg(interrupt_clear) = 1 << BUTTON;
  *reg(interrupt_mask) = 1 << BUTTON;
  enable_interrupt(port_interrupt);
  return 1;
}

void on_interrupt(void) {
  *reg(interrupt_clear) = 1 << BUTTON;
  follow_button();
}

void print_character(char character) {
  while ((*reg(uart_flags) & uart_full) != 0) {
  }
  *reg(uart) = (unsigned char)character;
}

int get_pin(enum pin pin) {
  return *line(pin) != 0;
}

void set_pin(enum pin pin, int level) {
  *line(pin) = level ? 0xff : 0;
}

void make_output(enum pin pin) {
  *reg(direction) |= 1U << pin;
}

void make_input(enum pin pin) {
  *reg(direction) &= ~(1U << pin);
}
