#include "buses.h"

#include <stdio.h>
#include <time.h>

enum { most_name = 32, most_tries = 500 };

static const struct line_settings driven_high = {.flags = GPIO_V2_LINE_FLAG_OUTPUT, .levels = 1};
static const struct line_settings released = {
    .flags = GPIO_V2_LINE_FLAG_OUTPUT | GPIO_V2_LINE_FLAG_OPEN_DRAIN, .levels = 1};

static int request_of(int chip, const char* part, const char* pin,
                      const struct line_settings* settings) {
  char name[2 * most_name];
  snprintf(name, sizeof name, "%.*s:%s", most_name - 1, part, pin);
  return request_named(chip, name, settings);
}

struct i2c_bus start_i2c(int chip, const char* part) {
  return (struct i2c_bus){.scl = request_of(chip, part, "SCL", &driven_high),
                          .sda = request_of(chip, part, "SDA", &released)};
}

// The ninth clock of a byte, in which a target pulls SDA low. On a machine's own controller the
// guest reads that some time after it happened on the board; so it is awaited.
static int i2c_acknowledged(struct i2c_bus* bus) {
  set_level(bus->sda, 1);
  set_level(bus->scl, 1);
  int acknowledged = get_level(bus->sda) == 0;
  for (int tries = 0; !acknowledged && tries < most_tries; ++tries) {
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    acknowledged = get_level(bus->sda) == 0;
  }
  set_level(bus->scl, 0);
  return acknowledged;
}

// Only an acknowledgement is read: the other clocks need no reading.
static int i2c_write_byte(struct i2c_bus* bus, unsigned int byte) {
  int sda = -1;
  for (int bit = 7; bit >= 0; --bit) {
    int level = (int)(byte >> bit) & 1;
    if (level != sda) set_level(bus->sda, sda = level);
    set_level(bus->scl, 1);
    set_level(bus->scl, 0);
  }
  return i2c_acknowledged(bus);
}

int i2c_write(struct i2c_bus* bus, unsigned int address, const unsigned char* bytes, size_t count) {
  set_level(bus->sda, 0);
  set_level(bus->scl, 0);
  int taken = i2c_write_byte(bus, address << 1) ? 0 : -1;
  for (size_t i = 0; taken == (int)i && i < count; ++i)
    if (i2c_write_byte(bus, bytes[i])) ++taken;
  set_level(bus->sda, 0);
  set_level(bus->scl, 1);
  set_level(bus->sda, 1);
  return taken;
}

// In the order of the request.
enum { cs = 1 << 0, clk = 1 << 1, din = 1 << 2 };

struct spi_bus start_spi(int chip, const char* part) {
  char names[4 * most_name];
  snprintf(names, sizeof names, "%.*s:CS %.*s:CLK %.*s:DIN", most_name - 1, part, most_name - 1,
           part, most_name - 1, part);
  struct line_settings idle = {.flags = GPIO_V2_LINE_FLAG_OUTPUT, .levels = cs};
  return (struct spi_bus){.lines = {.lines = request_named(chip, names, &idle), .levels = cs}};
}

void spi_write(struct spi_bus* bus, const unsigned char* bytes, size_t count) {
  put_levels(&bus->lines, cs, 0);
  for (size_t i = 0; i < count; ++i) {
    for (int bit = 7; bit >= 0; --bit) {
      put_levels(&bus->lines, din, (bytes[i] >> bit) & 1 ? din : 0);
      put_levels(&bus->lines, clk, clk);
      put_levels(&bus->lines, clk, 0);
    }
  }
  put_levels(&bus->lines, cs, cs);
}

struct one_wire start_one_wire(int chip, const char* line, unsigned int slowness) {
  return (struct one_wire){.line = request_named(chip, line, &released), .slowness = slowness};
}

// The usual time, in µs, as many times longer as the bus is slower.
static void wait_slowly(const struct one_wire* bus, long us) {
  long long ns = us * 1000LL * bus->slowness;
  struct timespec time = {.tv_sec = (time_t)(ns / 1000000000), .tv_nsec = (long)(ns % 1000000000)};
  nanosleep(&time, NULL);
}

static void pull_low(struct one_wire* bus, long us) {
  set_level(bus->line, 0);
  wait_slowly(bus, us);
  set_level(bus->line, 1);
}

int one_wire_reset(struct one_wire* bus) {
  pull_low(bus, 500);
  wait_slowly(bus, 70);
  int present = get_level(bus->line) == 0;
  wait_slowly(bus, 100);
  return present;
}

void one_wire_write(struct one_wire* bus, unsigned int byte) {
  for (int bit = 0; bit < 8; ++bit) {
    int one = (int)(byte >> bit) & 1;
    pull_low(bus, one ? 6 : 60);
    wait_slowly(bus, one ? 64 : 10);
  }
}

unsigned int one_wire_read(struct one_wire* bus) {
  unsigned int byte = 0;
  for (int bit = 0; bit < 8; ++bit) {
    pull_low(bus, 6);
    wait_slowly(bus, 9);
    byte |= (unsigned int)get_level(bus->line) << bit;
    wait_slowly(bus, 55);
  }
  return byte;
}

unsigned int one_wire_crc(const unsigned char* bytes, size_t count) {
  unsigned int crc = 0;
  for (size_t i = 0; i < count; ++i) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x8C : crc >> 1;
  }
  return crc;
}
