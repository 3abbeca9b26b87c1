// QEMU's -M npcm750-evb (NPCM750, two Cortex-A9): the first of its eight modules of 32 lines.
//   GPIO0 LED     GPIO1 BUTTON (pulled up)   GPIO2 FOLLOWER   GPIO3 START
//   GPIO4 BURST   GPIO5 DONE                 GPIO6 RELEASE    GPIO7 RELEASED
// Line N is pin N of enum pin. The button comes by the GIC's interrupt 148, on both edges.

#include "firmware.h"
#include "ns16550.h"

enum {
  uart = 0xf0001000,

  port = 0xf0010000,
  levels = port + 0x04,
  pull_up = port + 0x1c,
  pull_down = port + 0x20,
  by_edge = port + 0x28,
  both_edges = port + 0x2c,
  interrupt_set = port + 0x44,
  interrupt_status = port + 0x4c,
  input_enable = port + 0x58,
  set_high = port + 0x68,
  set_low = port + 0x6c,
  set_output = port + 0x70,
  set_input = port + 0x74,

  gic_cpu = 0xf03fe100,
  gic_cpu_priority = gic_cpu + 0x04,
  gic_cpu_acknowledge = gic_cpu + 0x0c,
  gic_cpu_end = gic_cpu + 0x10,
  gic = 0xf03ff000,
  gic_enable = gic + 0x100,
  gic_targets = gic + 0x800,
  port_interrupt = 32 + 116,
};

static void enable_port_interrupt(void) {
  *reg(gic_targets + port_interrupt / 4 * 4) = 1U << port_interrupt % 4 * 8;
  *reg(gic_enable + port_interrupt / 32 * 4) = 1U << port_interrupt % 32;
  *reg(gic) = 1;
  *reg(gic_cpu_priority) = 0xff;
  *reg(gic_cpu) = 1;
  __asm__ volatile("cpsie i");
}

int start_machine(void) {
  *reg(input_enable) = ~0U;
  *reg(pull_down) = 0;
  *reg(pull_up) = 1 << BUTTON;
  make_all_pins();
  *reg(by_edge) = 1 << BUTTON;
  *reg(both_edges) = 1 << BUTTON;
  *reg(interrupt_status) = 1 << BUTTON;
  *reg(interrupt_set) = 1 << BUTTON;
  enable_port_interrupt();
  return 1;
}

void on_interrupt(void) {
  unsigned int interrupt = *reg(gic_cpu_acknowledge);
  *reg(interrupt_status) = 1 << BUTTON;
  follow_button();
  *reg(gic_cpu_end) = interrupt;
}

void print_character(char character) {
  print_by_ns16550(uart, 4, character);
}

int get_pin(enum pin pin) {
  return (int)(*reg(levels) >> pin & 1);
}

void set_pin(enum pin pin, int level) {
  *reg(level ? set_high : set_low) = 1U << pin;
}

void make_output(enum pin pin) {
  *reg(set_output) = 1U << pin;
}

void make_input(enum pin pin) {
  *reg(set_input) = 1U << pin;
}
