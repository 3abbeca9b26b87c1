// The start of an application processor with 32 bits: memory as C expects it, and interrupts. The
// first of its cores goes on, the others sleep.

#include "firmware.h"

__attribute__((section(".start"), naked, used)) void start(void) {
  __asm__ volatile(
      "mrc p15, 0, r0, c0, c0, 5\n"
      "ands r0, r0, #3\n"
      "1: wfene\n"
      "bne 1b\n"
      "cps #0x12\n"  // the mode of interrupts, whose stack is its own
      "ldr sp, =interrupt_stack_end\n"
      "cps #0x13\n"
      "ldr sp, =stack_end\n"
      "ldr r0, =vectors\n"
      "mcr p15, 0, r0, c12, c0, 0\n"
      "mrc p15, 0, r0, c1, c0, 0\n"
      "bic r0, r0, #0x2000\n"  // some have their vectors at 0xffff0000 after a reset
      "mcr p15, 0, r0, c1, c0, 0\n"
      "ldr r0, =bss_start\n"
      "ldr r1, =bss_end\n"
      "mov r2, #0\n"
      "2: cmp r0, r1\n"
      "strlo r2, [r0], #4\n"
      "blo 2b\n"
      "b firmware\n");
}

__attribute__((interrupt("IRQ"), used)) static void interrupt(void) {
  on_interrupt();
}

// All stop the processor but the seventh of the eight.
__attribute__((naked, used, aligned(32))) static void vectors(void) {
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
