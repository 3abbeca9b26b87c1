// What 32-bit Arm processors have in common: where interrupts go, and memory as C expects it.

#include "firmware.h"

__attribute__((interrupt("IRQ"), used)) static void interrupt(void) {
  on_interrupt();
}

// All stop the processor but the seventh of the eight.
__attribute__((section(".vectors"), naked, used)) void vectors(void) {
  __asm__ volatile(
      "b .\n"
      "b .\n"
      "b .\n"
      "b .\n"
      "b .\n"
      "b .\n"
      "b interrupt\n"
      "b .\n");
}

// The processor's start() comes here.
__attribute__((naked, used)) void start_c(void) {
  __asm__ volatile(
      "msr cpsr_c, #0xd2\n"  // the mode of interrupts, whose stack is its own
      "ldr sp, =interrupt_stack_end\n"
      "msr cpsr_c, #0xd3\n"
      "ldr sp, =stack_end\n"
      "ldr r0, =bss_start\n"
      "ldr r1, =bss_end\n"
      "mov r2, #0\n"
      "1: cmp r0, r1\n"
      "strlo r2, [r0], #4\n"
      "blo 1b\n"
      "b firmware\n");
}
