// The start of a microcontroller: its vectors, and memory as C expects it.

#include "cortex_m.h"

#include "firmware.h"

enum { system_vectors = 16, interrupts = 64 };

typedef void (*vector)(void);

extern unsigned int bss_start[], bss_end[], stack_end[];

void start(void);

void start(void) {
  // Not by itself after a reset of the machine.
  for (volatile unsigned int* word = bss_start; word < bss_end; ++word) *word = 0;
  firmware();
}

static void stop(void) {
  for (;;) {
  }
}

__attribute__((section(".vectors"),
               used)) static const vector vectors[system_vectors + interrupts] = {
    (vector)stack_end,
    start,
    [2 ... system_vectors - 1] = stop,
    [system_vectors... system_vectors + interrupts - 1] = on_interrupt,
};

void enable_interrupt(unsigned int number) {
  *reg(0xe000e100 + number / 32 * 4) = 1U << number % 32;
}
