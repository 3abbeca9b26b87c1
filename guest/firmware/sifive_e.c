// QEMU's -M sifive_e (FE310, RISC-V): the GPIO controller of 32 lines.
//   GPIO19 LED (the green one)   GPIO18 BUTTON (pulled up)   GPIO20 FOLLOWER   GPIO21 START
//   GPIO3 BURST                  GPIO4 DONE                  GPIO5 RELEASE     GPIO11 RELEASED
// The button comes by interrupt 26 of the PLIC, on both edges.

#include "firmware.h"

enum {
  uart = 0x10013000,
  uart_full = 1 << 31,
  uart_control = uart + 0x08,
  uart_enable = 1,

  port = 0x10012000,
  levels = port + 0x00,
  inputs = port + 0x04,
  outputs = port + 0x08,
  values = port + 0x0c,
  pull_up = port + 0x10,
  rising = port + 0x18,
  rising_pending = port + 0x1c,
  falling = port + 0x20,
  falling_pending = port + 0x24,

  line_of_button = 18,
  plic = 0x0c000000,
  plic_enable = plic + 0x2000,
  plic_threshold = plic + 0x200000,
  plic_claim = plic + 0x200004,
  button_interrupt = 8 + line_of_button,
};

static const unsigned char lines[PINS] = {
    [LED] = 19,      [BUTTON] = line_of_button,
    [FOLLOWER] = 20, [START] = 21,
    [BURST] = 3,     [DONE] = 4,
    [RELEASE] = 5,   [RELEASED] = 11,
};

__attribute__((section(".start"), naked, used)) void start(void) {
  __asm__ volatile(
      "la sp, stack_end\n"
      "la t0, interrupt\n"
      "csrw mtvec, t0\n"
      "la t0, bss_start\n"
      "la t1, bss_end\n"
      "1: bgeu t0, t1, 2f\n"
      "sd zero, 0(t0)\n"
      "addi t0, t0, 8\n"
      "j 1b\n"
      "2: j firmware\n");
}

__attribute__((interrupt, aligned(4), used)) static void interrupt(void) {
  on_interrupt();
}

static void change(unsigned int address, enum pin pin, int bit) {
  unsigned long enabled;
  __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(enabled)::"memory");
  unsigned int others = *reg(address) & ~(1U << lines[pin]);
  *reg(address) = others | (bit ? 1U : 0U) << lines[pin];
  __asm__ volatile("csrs mstatus, %0" ::"r"(enabled & 8) : "memory");
}

static void enable_button_interrupt(void) {
  change(rising, BUTTON, 1);
  change(falling, BUTTON, 1);
  *reg(plic + 4 * button_interrupt) = 1;
  *reg(plic_enable) = 1U << button_interrupt;
  *reg(plic_threshold) = 0;
  __asm__ volatile("csrs mie, %0" ::"r"(1UL << 11));
  __asm__ volatile("csrs mstatus, 8");
}

int start_machine(void) {
  *reg(uart_control) = uart_enable;
  make_all_pins();
  change(pull_up, BUTTON, 1);
  enable_button_interrupt();
  return 1;
}

void on_interrupt(void) {
  unsigned int claimed = *reg(plic_claim);
  *reg(rising_pending) = 1U << line_of_button;
  *reg(falling_pending) = 1U << line_of_button;
  follow_button();
  *reg(plic_claim) = claimed;
}

void print_character(char character) {
  while ((*reg(uart) & (unsigned int)uart_full) != 0) {
  }
  *reg(uart) = (unsigned char)character;
}

int get_pin(enum pin pin) {
  return (int)(*reg(levels) >> lines[pin] & 1);
}

void set_pin(enum pin pin, int level) {
  change(values, pin, level);
}

void make_output(enum pin pin) {
  change(inputs, pin, 0);
  change(outputs, pin, 1);
}

void make_input(enum pin pin) {
  change(outputs, pin, 0);
  change(inputs, pin, 1);
}
