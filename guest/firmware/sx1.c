// QEMU's -M sx1 (OMAP310, ARM925T): the GPIO controller of 16 lines.
//   GPIO0 LED     GPIO1 BUTTON   GPIO2 FOLLOWER   GPIO3 START
//   GPIO4 BURST   GPIO5 DONE     GPIO6 RELEASE    GPIO7 RELEASED
// Line N is pin N of enum pin. The button comes by interrupt 14 of the first level, one edge at a
// time.

#include "firmware.h"
#include "ns16550.h"

enum {
  uart = 0xfffb0000,

  port = 0xfffce000,
  levels = port + 0x00,
  outputs = port + 0x04,
  inputs = port + 0x08,
  on_rising = port + 0x0c,
  interrupt_mask = port + 0x10,
  interrupt_status = port + 0x14,

  handler = 0xfffecb00,
  handler_mask = handler + 0x04,
  handler_source = handler + 0x10,
  handler_control = handler + 0x18,
  is_handled = 1,
  port_interrupt = 14,

  megabytes = 4096,
  first_mb_of_ram = 0x100,
  is_section = 0xc02,  // a megabyte for reading and writing, not cached
};

// The vectors of this processor are at address 0, where the machine has flash memory: with the MMU
// it is the first megabyte of RAM.
__attribute__((aligned(4 * megabytes))) static unsigned int sections[megabytes];

__attribute__((section(".start"), naked, used)) void start(void) {
  __asm__ volatile("b start_c\n");
}

static volatile unsigned short* half(unsigned int address) {
  return (volatile unsigned short*)address;
}

static void map_vectors(void) {
  for (unsigned int mb = 0; mb < megabytes; ++mb) sections[mb] = mb << 20 | is_section;
  sections[0] = first_mb_of_ram << 20 | is_section;
  __asm__ volatile(
      "mcr p15, 0, %0, c2, c0, 0\n"
      "mcr p15, 0, %1, c3, c0, 0\n"
      "mrc p15, 0, r0, c1, c0, 0\n"
      "orr r0, r0, #1\n"
      "mcr p15, 0, r0, c1, c0, 0\n" ::"r"(sections),
      "r"(~0U)
      : "r0", "memory");
}

// Returns the processor's state before.
static unsigned int forbid_interrupts(void) {
  unsigned int state;
  __asm__ volatile("mrs %0, cpsr" : "=r"(state));
  __asm__ volatile("msr cpsr_c, %0" ::"r"(state | 0x80) : "memory");
  return state;
}

static void restore_interrupts(unsigned int state) {
  __asm__ volatile("msr cpsr_c, %0" ::"r"(state) : "memory");
}

static void change(unsigned int address, enum pin pin, int bit) {
  unsigned int state = forbid_interrupts();
  unsigned int others = *half(address) & ~(1U << pin);
  *half(address) = (unsigned short)(others | (bit ? 1U : 0U) << pin);
  restore_interrupts(state);
}

// Follows the button until the next edge is the one that interrupts.
static void wait_for_other_edge(void) {
  int level;
  do {
    level = get_pin(BUTTON);
    change(on_rising, BUTTON, !level);
    follow_button();
  } while (get_pin(BUTTON) != level);
}

int start_machine(void) {
  map_vectors();
  *half(outputs) = 0;
  *half(inputs) =
      (unsigned short)~(1U << LED | 1U << FOLLOWER | 1U << BURST | 1U << DONE | 1U << RELEASED);
  *half(interrupt_status) = 0xffff;
  *half(interrupt_mask) = (unsigned short)~(1U << BUTTON);
  wait_for_other_edge();
  *reg(handler_mask) = ~(1U << port_interrupt);
  *reg(handler_control) = is_handled;
  __asm__ volatile("msr cpsr_c, #0x53" ::: "memory");
  return 1;
}

void on_interrupt(void) {
  (void)*reg(handler_source);
  *half(interrupt_status) = 1 << BUTTON;
  wait_for_other_edge();
  *reg(handler_control) = is_handled;
}

void print_character(char character) {
  print_by_ns16550(uart, 4, character);
}

int get_pin(enum pin pin) {
  return *half(levels) >> pin & 1;
}

void set_pin(enum pin pin, int level) {
  change(outputs, pin, level);
}

void make_output(enum pin pin) {
  change(inputs, pin, 0);
}

void make_input(enum pin pin) {
  change(inputs, pin, 1);
}
