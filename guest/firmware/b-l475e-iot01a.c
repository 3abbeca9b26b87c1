// QEMU's -M b-l475e-iot01a (STM32L475, Cortex-M4; QEMU 9.0 and later, the serial line 9.1): ports
// of 16 lines.
//   PB14 LED (the board's own LED2)   PC13 BUTTON (its blue one; pulled up)   PB0 FOLLOWER
//   PB2 START                         PB3 BURST                               PB4 DONE
//   PB5 RELEASE                       PB8 RELEASED
// The button comes through SYSCFG, EXTI line 13 and interrupt 40, on both edges.

#include "cortex_m.h"
#include "firmware.h"

enum {
  clocks = 0x40021000,
  clocks_of_ports = clocks + 0x4c,
  clocks_of_ports_b_and_c = 3 << 1,
  clocks_of_apb2 = clocks + 0x60,
  clock_of_syscfg = 1 << 0,
  clock_of_uart = 1 << 14,

  uart = 0x40013800,
  uart_control = uart + 0x00,
  uart_divisor = uart + 0x0c,
  uart_status = uart + 0x1c,
  uart_data = uart + 0x28,
  uart_enabled = 1 << 0 | 1 << 3,
  uart_empty = 1 << 7,
  divisor_115200 = 4000000 / 115200,

  mode = 0x00,
  pulls = 0x0c,
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
};

enum { B = 0x48000400, C = 0x48000800 };

struct line {
  unsigned int port, number;
};

static const struct line lines[PINS] = {
    [LED] = {B, 14},  [BUTTON] = {C, 13}, [FOLLOWER] = {B, 0}, [START] = {B, 2},
    [BURST] = {B, 3}, [DONE] = {B, 4},    [RELEASE] = {B, 5},  [RELEASED] = {B, 8},
};

// Registers with two bits a line.
static void set_two_bits(enum pin pin, unsigned int offset, unsigned int bits) {
  volatile unsigned int* two_bits = reg(lines[pin].port + offset);
  unsigned int shift = 2 * lines[pin].number;
  *two_bits = (*two_bits & ~(3U << shift)) | bits << shift;
}

int start_machine(void) {
  *reg(clocks_of_ports) |= clocks_of_ports_b_and_c;
  *reg(clocks_of_apb2) |= clock_of_syscfg | clock_of_uart;
  *reg(uart_divisor) = divisor_115200;
  *reg(uart_control) = uart_enabled;
  set_two_bits(BUTTON, pulls, 1);
  // Two of the lines are a debugger's after a reset, with a pull.
  set_two_bits(BURST, pulls, 0);
  set_two_bits(DONE, pulls, 0);
  make_all_pins();
  *reg(port_of_line_13) = line_13_is_port_c;
  *reg(rising) = button_line;
  *reg(falling) = button_line;
  *reg(interrupt_mask) = button_line;
  enable_interrupt(button_interrupt);
  return 1;
}

void on_interrupt(void) {
  *reg(pending) = button_line;
  follow_button();
}

void print_character(char character) {
  while ((*reg(uart_status) & uart_empty) == 0) {
  }
  *reg(uart_data) = (unsigned char)character;
}

int get_pin(enum pin pin) {
  return (int)(*reg(lines[pin].port + levels) >> lines[pin].number & 1);
}

void set_pin(enum pin pin, int level) {
  *reg(lines[pin].port + set_or_reset) = 1U << (lines[pin].number + (level ? 0 : 16));
}

void make_output(enum pin pin) {
  set_two_bits(pin, mode, 1);
}

void make_input(enum pin pin) {
  set_two_bits(pin, mode, 0);
}
