// Texts and a counter on an LCD behind a PCF8574, on the two lines of an I²C bus.

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buses.h"
#include "hd44780.h"

static const char usage[] = "[-n COUNT] [-t MS]";

enum { address = 0x27, columns = 16 };

// The outputs of the PCF8574 that the module wires to the LCD: RS, E, the backlight, and D4 to D7.
enum { rs = 1 << 0, e = 1 << 2, light = 1 << 3, data = 0xF0 };

static void wait_ms(unsigned long long ms) {
  struct timespec time = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
  nanosleep(&time, NULL);
}

static void send(struct i2c_bus* bus, const unsigned char* bytes, size_t count) {
  if (i2c_write(bus, address, bytes, count) != (int)count)
    fail("no LCD has acknowledged at address 0x%02x", address);
}

// The LCD takes four bits when E falls.
static void write_half(struct i2c_bus* bus, unsigned int half, unsigned int selected) {
  unsigned char lines = (unsigned char)((half << 4 & data) | light | selected);
  send(bus, (unsigned char[]){lines | e, lines}, 2);
}

static void write_byte(struct i2c_bus* bus, unsigned int byte, unsigned int selected) {
  write_half(bus, byte >> 4, selected);
  write_half(bus, byte, selected);
}

// On this bus each instruction takes longer than the LCD does, but for clear.
static void start_lcd(struct i2c_bus* bus) {
  // Three times "eight data lines" gives a known state; then "four" follows.
  for (int i = 0; i < 3; ++i) {
    write_half(bus, 0x3, 0);
    wait_ms(5);
  }
  write_half(bus, 0x2, 0);
  write_byte(bus, four_bits_two_lines, 0);
  write_byte(bus, display_on, 0);
  write_byte(bus, entry_from_left_to_right, 0);
  write_byte(bus, clear, 0);
  wait_ms(2);
}

static void show(struct i2c_bus* bus, int line, const char* text) {
  write_byte(bus, set_address | (line == 0 ? 0 : address_of_second_line), 0);
  for (; *text != '\0'; ++text) write_byte(bus, (unsigned char)*text, rs);
}

int main(int argc, char** argv) {
  unsigned long long counts = ULLONG_MAX, ms = 1000;
  for (int option; (option = getopt(argc, argv, "+:n:t:")) != -1;) {
    if (option == 'n')
      counts = number_or_usage(optarg, ULLONG_MAX, usage);
    else if (option == 't')
      ms = number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind) fail_usage(usage);

  struct i2c_bus bus = start_i2c(open_chip_with("lcd:SCL"), "lcd");
  start_lcd(&bus);
  show(&bus, 0, "Two lines: I2C");
  for (unsigned long long count = 1; count <= counts; ++count) {
    char text[columns + 1];
    snprintf(text, sizeof text, "Count %llu", count);
    show(&bus, 1, text);
    wait_ms(ms);
  }
  printf("counted to %llu\n", counts);
  return 0;
}
