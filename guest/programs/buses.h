// Buses that a program drives over GPIO lines: I²C, SPI and 1-Wire, as their controller. Each waits
// for its lines: what is on a line of virtio-gpio takes some 60 µs a change, so a bus is slow.
#pragma once

#include <stddef.h>

#include "gpio_lines.h"

// I²C. No target here stretches the clock.
struct i2c_bus {
  int scl, sda;
};

// Requests the lines "PART:SCL" and "PART:SDA".
struct i2c_bus start_i2c(int chip, const char* part);
// A transfer of its own. Returns how many bytes were acknowledged, without the address; -1 if no
// target has the address. A byte that is not acknowledged takes 50 ms or more.
int i2c_write(struct i2c_bus* bus, unsigned int address, const unsigned char* bytes, size_t count);

// SPI, mode 0, without data back.
struct spi_bus {
  struct outputs lines;
};

// Requests the lines "PART:CS", "PART:CLK" and "PART:DIN".
struct spi_bus start_spi(int chip, const char* part);
// Selects the target, sends the bytes and releases it.
void spi_write(struct spi_bus* bus, const unsigned char* bytes, size_t count);

// 1-Wire. A guest does not keep its microseconds, so all times are so many times longer. The
// devices of Pinbridge take their times from the reset.
struct one_wire {
  int line;
  unsigned int slowness;
};

// Requests the line of this name.
struct one_wire start_one_wire(int chip, const char* line, unsigned int slowness);
// Whether a device is present.
int one_wire_reset(struct one_wire* bus);
void one_wire_write(struct one_wire* bus, unsigned int byte);
unsigned int one_wire_read(struct one_wire* bus);
// The check sum; 0 over bytes that end with their own.
unsigned int one_wire_crc(const unsigned char* bytes, size_t count);
