// QEMU's -M raspi2b (BCM2836, Cortex-A7): the GPIO controller of 54 lines.
//   GPIO47 LED (the board's own)   GPIO17 BUTTON   GPIO18 FOLLOWER   GPIO22 START
//   GPIO23 BURST                   GPIO24 DONE     GPIO25 RELEASE    GPIO27 RELEASED
// QEMU's model has no inputs: what is typed on the serial line stands for them. B, S and R make
// BUTTON, START and RELEASE high, b, s and r low.

#include "firmware.h"

enum {
  uart = 0x3f201000,
  uart_flags = uart + 0x18,
  uart_empty = 1 << 4,
  uart_full = 1 << 5,
  uart_control = uart + 0x30,
  uart_enable = 0x301,

  port = 0x3f200000,
  set_high = port + 0x1c,
  set_low = port + 0x28,
};

static const unsigned char lines[PINS] = {
    [LED] = 47,   [BUTTON] = 17, [FOLLOWER] = 18, [START] = 22,
    [BURST] = 23, [DONE] = 24,   [RELEASE] = 25,  [RELEASED] = 27,
};

static unsigned char levels[PINS];

// The first of the four cores makes memory as C expects it and goes on, the others sleep.
__attribute__((section(".start"), naked, used)) void start(void) {
  __asm__ volatile(
      "mrc p15, 0, r0, c0, c0, 5\n"
      "ands r0, r0, #3\n"
      "1: wfene\n"
      "bne 1b\n"
      "ldr sp, =stack_end\n"
      "ldr r0, =bss_start\n"
      "ldr r1, =bss_end\n"
      "mov r2, #0\n"
      "2: cmp r0, r1\n"
      "strlo r2, [r0], #4\n"
      "blo 2b\n"
      "b firmware\n");
}

// Ten lines a register, three bits a line.
static void set_function(enum pin pin, unsigned int function) {
  volatile unsigned int* functions = reg(port + lines[pin] / 10 * 4U);
  unsigned int shift = lines[pin] % 10 * 3U;
  *functions = (*functions & ~(7U << shift)) | function << shift;
}

int start_machine(void) {
  *reg(uart_control) = uart_enable;
  make_input(BUTTON);
  make_input(START);
  make_input(RELEASE);
  make_output(LED);
  make_output(FOLLOWER);
  make_output(BURST);
  make_output(DONE);
  make_output(RELEASED);
  return 0;
}

void print_character(char character) {
  while ((*reg(uart_flags) & uart_full) != 0) {
  }
  *reg(uart) = (unsigned char)character;
}

static void read_what_is_typed(void) {
  while ((*reg(uart_flags) & uart_empty) == 0) {
    unsigned int typed = *reg(uart) & 0xff;
    unsigned char is_upper = (typed & 0x20) == 0;
    switch (typed & ~0x20U) {
      case 'B':
        levels[BUTTON] = is_upper;
        break;
      case 'S':
        levels[START] = is_upper;
        break;
      case 'R':
        levels[RELEASE] = is_upper;
        break;
      default:
        break;
    }
  }
}

int get_pin(enum pin pin) {
  read_what_is_typed();
  return levels[pin];
}

void set_pin(enum pin pin, int level) {
  *reg((level ? set_high : set_low) + lines[pin] / 32 * 4U) = 1U << lines[pin] % 32;
}

void make_output(enum pin pin) {
  set_function(pin, 1);
}

void make_input(enum pin pin) {
  set_function(pin, 0);
}
