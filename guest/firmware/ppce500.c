// QEMU's -M ppce500 (e500v2, PowerPC): the GPIO controller of 32 lines, as the MPC8572 has it. Line
// 0 is the first bit from above.
//   GPIO1 LED     GPIO2 BUTTON   GPIO3 FOLLOWER   GPIO4 START
//   GPIO5 BURST   GPIO6 DONE     GPIO7 RELEASE    GPIO8 RELEASED
// GPIO0 is the board's own: high turns it off. The button comes by interrupt 47 of the MPIC, on
// both edges.

#include "firmware.h"
#include "ns16550.h"

enum {
  // Where start() maps the peripherals, which are beyond 4 GB.
  peripherals = 0xe0000000,

  uart = peripherals + 0x4500,

  port = peripherals + 0xff000,
  outputs = port + 0x0,
  levels = port + 0x8,
  interrupt_events = port + 0xc,
  interrupt_mask = port + 0x10,

  pic = peripherals + 0x40000,
  pic_priority = pic + 0x20080,
  pic_acknowledge = pic + 0x200a0,
  pic_end = pic + 0x200b0,
  port_interrupt = 47,
  port_interrupt_vector = pic + 0x10000 + port_interrupt * 0x20,
  port_interrupt_target = port_interrupt_vector + 0x10,
  priority_8 = 8 << 16,
};

// One TLB entry of a megabyte for the peripherals; the memory that the program is in is mapped. The
// interrupt's vector is IVPR and IVOR4.
__asm__(
    ".pushsection .start, \"ax\"\n"
    ".global start\n"
    "start: lis 3, 0x1001\n"
    "mtspr 624, 3\n"  // MAS0: TLB 1, entry 1
    "lis 3, 0xc000\n"
    "ori 3, 3, 0x0500\n"
    "mtspr 625, 3\n"  // MAS1: valid, kept, 1 MB
    "lis 3, 0xe000\n"
    "ori 3, 3, 0x000a\n"
    "mtspr 626, 3\n"  // MAS2: the virtual address; not cached, guarded
    "lis 3, 0xe000\n"
    "ori 3, 3, 0x0005\n"
    "mtspr 627, 3\n"  // MAS3: the physical address; to read and to write
    "li 3, 0xf\n"
    "mtspr 944, 3\n"  // MAS7: its bits above the 32nd
    "tlbwe\n"
    "isync\n"
    "lis 3, interrupt@h\n"
    "mtspr 63, 3\n"
    "li 3, interrupt@l\n"
    "mtspr 404, 3\n"
    "lis 1, stack_end@ha\n"
    "addi 1, 1, stack_end@l - 16\n"
    "lis 3, bss_start@ha\n"
    "addi 3, 3, bss_start@l\n"
    "lis 4, bss_end@ha\n"
    "addi 4, 4, bss_end@l\n"
    "li 5, 0\n"
    "1: cmplw 3, 4\n"
    "bge 2f\n"
    "stw 5, 0(3)\n"
    "addi 3, 3, 4\n"
    "b 1b\n"
    "2: b firmware\n"
    ".popsection\n");

// Keeps what a C function may change: r0, r3 to r12 (stmw takes all after r3), LR, CTR, XER and CR.
__asm__(
    ".pushsection .text.interrupt, \"ax\"\n"
    ".balign 16\n"
    "interrupt: stwu 1, -144(1)\n"
    "stw 0, 8(1)\n"
    "stmw 3, 12(1)\n"
    "mflr 0\n"
    "stw 0, 128(1)\n"
    "mfctr 0\n"
    "stw 0, 132(1)\n"
    "mfxer 0\n"
    "stw 0, 136(1)\n"
    "mfcr 0\n"
    "stw 0, 140(1)\n"
    "bl on_interrupt\n"
    "lwz 0, 128(1)\n"
    "mtlr 0\n"
    "lwz 0, 132(1)\n"
    "mtctr 0\n"
    "lwz 0, 136(1)\n"
    "mtxer 0\n"
    "lwz 0, 140(1)\n"
    "mtcr 0\n"
    "lmw 3, 12(1)\n"
    "lwz 0, 8(1)\n"
    "addi 1, 1, 144\n"
    "rfi\n"
    ".popsection\n");

// Returns the processor's state before.
static unsigned int forbid_interrupts(void) {
  unsigned int state;
  __asm__ volatile("mfmsr %0\n\twrteei 0" : "=r"(state)::"memory");
  return state;
}

static void restore_interrupts(unsigned int state) {
  __asm__ volatile("wrtee %0" ::"r"(state) : "memory");
}

static unsigned int bit_of(enum pin pin) {
  return 0x40000000U >> pin;
}

static void change(unsigned int address, enum pin pin, int bit) {
  unsigned int state = forbid_interrupts();
  unsigned int others = *reg(address) & ~bit_of(pin);
  *reg(address) = others | (bit ? bit_of(pin) : 0);
  restore_interrupts(state);
}

int start_machine(void) {
  make_all_pins();
  *reg(interrupt_events) = ~0U;
  *reg(interrupt_mask) = bit_of(BUTTON);
  *reg(port_interrupt_target) = 1;
  *reg(port_interrupt_vector) = priority_8 | port_interrupt;
  *reg(pic_priority) = 0;
  __asm__ volatile("wrteei 1");
  return 1;
}

void on_interrupt(void) {
  (void)*reg(pic_acknowledge);
  *reg(interrupt_events) = bit_of(BUTTON);
  follow_button();
  *reg(pic_end) = 0;
}

void print_character(char character) {
  print_by_ns16550(uart, 1, character);
}

int get_pin(enum pin pin) {
  return (*reg(levels) & bit_of(pin)) != 0;
}

void set_pin(enum pin pin, int level) {
  change(levels, pin, level);
}

void make_output(enum pin pin) {
  change(outputs, pin, 1);
}

void make_input(enum pin pin) {
  change(outputs, pin, 0);
}
