// The GPIO controllers of BCM2835 to BCM2838, which raspi2b, raspi3b and raspi4b have, on the lines
// of their connector. QEMU's models have no interrupts, so the inputs are polled.
//   GPIO17 BUTTON   GPIO18 FOLLOWER   GPIO22 START   GPIO23 BURST
//   GPIO24 DONE     GPIO25 RELEASE    GPIO27 RELEASED

#include "bcm283x.h"

#include "firmware.h"

enum {
  uart = 0x201000,
  uart_flags = uart + 0x18,
  uart_full = 1 << 5,
  uart_control = uart + 0x30,
  uart_enable = 0x301,

  port = 0x200000,
  set_high = port + 0x1c,
  set_low = port + 0x28,
  levels = port + 0x34,
};

static const unsigned char lines[PINS] = {
    [BUTTON] = 17, [FOLLOWER] = 18, [START] = 22,    [BURST] = 23,
    [DONE] = 24,   [RELEASE] = 25,  [RELEASED] = 27,
};

static volatile unsigned int* peripheral(unsigned int offset) {
  return reg(peripherals + offset);
}

static unsigned int line_of(enum pin pin) {
  return pin == LED ? line_of_led : lines[pin];
}

// Ten lines a register, three bits a line.
static void set_function(enum pin pin, unsigned int function) {
  volatile unsigned int* functions = peripheral(port + line_of(pin) / 10 * 4);
  unsigned int shift = line_of(pin) % 10 * 3;
  *functions = (*functions & ~(7U << shift)) | function << shift;
}

int start_machine(void) {
  *peripheral(uart_control) = uart_enable;
  make_all_pins();
  return 0;
}

void on_interrupt(void) {}

void print_character(char character) {
  while ((*peripheral(uart_flags) & uart_full) != 0) {
  }
  *peripheral(uart) = (unsigned char)character;
}

int get_pin(enum pin pin) {
  return (int)(*peripheral(levels + line_of(pin) / 32 * 4) >> line_of(pin) % 32 & 1);
}

void set_pin(enum pin pin, int level) {
  *peripheral((level ? set_high : set_low) + line_of(pin) / 32 * 4) = 1U << line_of(pin) % 32;
}

void make_output(enum pin pin) {
  set_function(pin, 1);
}

void make_input(enum pin pin) {
  set_function(pin, 0);
}
