// The start of an application processor with 64 bits. The first of its cores makes memory as C
// expects it and goes on, the others sleep.

__asm__(
    ".pushsection .start, \"ax\"\n"
    ".global start\n"
    "start: mrs x0, mpidr_el1\n"
    "and x0, x0, #3\n"
    "cbz x0, 2f\n"
    "1: wfe\n"
    "b 1b\n"
    "2: ldr x0, =stack_end\n"
    "mov sp, x0\n"
    "ldr x0, =bss_start\n"
    "ldr x1, =bss_end\n"
    "3: cmp x0, x1\n"
    "b.hs firmware\n"
    "str xzr, [x0], #8\n"
    "b 3b\n"
    ".ltorg\n"
    ".popsection\n");
