// The start of an application processor with 32 bits. The first of its cores goes on, the others
// sleep.

__attribute__((section(".start"), naked, used)) void start(void) {
  __asm__ volatile(
      "mrc p15, 0, r0, c0, c0, 5\n"
      "ands r0, r0, #3\n"
      "1: wfene\n"
      "bne 1b\n"
      "ldr r0, =vectors\n"
      "mcr p15, 0, r0, c12, c0, 0\n"
      "mrc p15, 0, r0, c1, c0, 0\n"
      "bic r0, r0, #0x2000\n"  // some have their vectors at 0xffff0000 after a reset
      "mcr p15, 0, r0, c1, c0, 0\n"
      "b start_c\n");
}
