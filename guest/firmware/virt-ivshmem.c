// QEMU's -M virt,highmem=off with an ivshmem-doorbell: the registers of a GPIO controller in memory
// that is shared with the host. A line is a pin's number.
//
// As the known driver for Linux, it does not enable bus mastering, without which QEMU drops the
// device's interrupts. An "m" on the serial line enables it.

#include "firmware.h"

enum { DATA, OUT_EN, INT_EN, INT_ST, INT_EOI, RISING, FALLING };

enum {
  uart = 0x09000000,
  configuration = 0x3f000000,  // of PCI: 32 KiB a device
  msix_table = 0x10001000,
  shared = 0x10100000,
  // The device's interrupt is a write of memory; this word is the only one that it reaches.
  doorbell = shared + 0x1000,
  command_memory = 2,
  command_bus_master = 4,
};

static unsigned int device;  // the address of its configuration

static volatile unsigned int* config(unsigned int offset) {
  return reg(device + offset);
}

static volatile unsigned int* gpio(unsigned int index) {
  return reg(shared + 4 * index);
}

static void find_device(void) {
  for (device = configuration; *config(0) != 0x11101af4; device += 0x8000) {
  }
}

static void set_addresses(void) {
  *config(0x10) = 0x10000000;
  *config(0x14) = msix_table;
  *config(0x18) = shared;
  *config(0x1c) = 0;
  *config(4) = command_memory;
}

static void enable_msix(void) {
  unsigned int capability = *config(0x34) & 0xff;
  while ((*config(capability) & 0xff) != 0x11) capability = *config(capability) >> 8 & 0xff;
  *config(capability) |= 1U << 31;
  reg(msix_table)[0] = doorbell;
  reg(msix_table)[1] = 0;
  reg(msix_table)[2] = 1;
  reg(msix_table)[3] = 0;
}

int start_machine(void) {
  find_device();
  set_addresses();
  enable_msix();
  make_all_pins();
  *gpio(RISING) = 1U << BUTTON;
  *gpio(FALLING) = 1U << BUTTON;
  *gpio(INT_EN) = 1U << BUTTON;
  return 1;
}

void on_interrupt(void) {
  *gpio(INT_EOI) = *gpio(INT_ST);
  follow_button();
}

void print_character(char character) {
  *reg(uart) = (unsigned char)character;
}

static void enable_bus_master_if_told(void) {
  if ((*reg(uart + 0x18) & 0x10) != 0 || (*reg(uart) & 0xff) != 'm') return;
  *config(4) = command_memory | command_bus_master;
  print_character('M');
}

int get_pin(enum pin pin) {
  if (*reg(doorbell)) {
    *reg(doorbell) = 0;
    on_interrupt();
  }
  enable_bus_master_if_told();
  return *gpio(DATA) >> pin & 1;
}

// The host writes the levels of inputs to the same word at any time.
void set_pin(enum pin pin, int level) {
  unsigned int before, failed;
  do {
    __asm__ volatile("ldxr %w0, %1" : "=r"(before) : "Q"(*gpio(DATA)));
    unsigned int after = (before & ~(1U << pin)) | (unsigned int)level << pin;
    __asm__ volatile("stxr %w0, %w2, %1" : "=&r"(failed), "=Q"(*gpio(DATA)) : "r"(after));
  } while (failed);
}

void make_output(enum pin pin) {
  *gpio(OUT_EN) |= 1U << pin;
}

void make_input(enum pin pin) {
  *gpio(OUT_EN) &= ~(1U << pin);
}
