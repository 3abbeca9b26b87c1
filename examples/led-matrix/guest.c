// Two digits that count, on two LED matrices with a MAX7219 each, on three lines.

#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "buses.h"

static const char usage[] = "[-n COUNT] [-t MS]";

enum { modules = 2, rows = 8, most = 99 };

// Registers of the MAX7219; rows 1 to 8 are registers 1 to 8.
enum { decode = 0x9, intensity = 0xA, scan_limit = 0xB, shutdown = 0xC, display_test = 0xF };

static const unsigned char digits[10][rows] = {
    {0x3C, 0x66, 0x6E, 0x76, 0x66, 0x66, 0x3C, 0}, {0x18, 0x38, 0x18, 0x18, 0x18, 0x18, 0x7E, 0},
    {0x3C, 0x66, 0x06, 0x0C, 0x30, 0x60, 0x7E, 0}, {0x3C, 0x66, 0x06, 0x1C, 0x06, 0x66, 0x3C, 0},
    {0x0C, 0x1C, 0x3C, 0x6C, 0x7E, 0x0C, 0x0C, 0}, {0x7E, 0x60, 0x7C, 0x06, 0x06, 0x66, 0x3C, 0},
    {0x3C, 0x66, 0x60, 0x7C, 0x66, 0x66, 0x3C, 0}, {0x7E, 0x66, 0x0C, 0x18, 0x18, 0x18, 0x18, 0},
    {0x3C, 0x66, 0x66, 0x3C, 0x66, 0x66, 0x3C, 0}, {0x3C, 0x66, 0x66, 0x3E, 0x06, 0x66, 0x3C, 0},
};

// The word that is sent first reaches the module at the far end of the chain.
static void write_words(struct spi_bus* bus, unsigned int reg, const unsigned char* values) {
  unsigned char words[2 * modules];
  for (int i = 0; i < modules; ++i) {
    words[2 * i] = (unsigned char)reg;
    words[2 * i + 1] = values[modules - 1 - i];
  }
  spi_write(bus, words, sizeof words);
}

static void write_all(struct spi_bus* bus, unsigned int reg, unsigned char value) {
  write_words(bus, reg, (unsigned char[]){value, value});
}

static void show(struct spi_bus* bus, unsigned long long number) {
  for (unsigned int row = 0; row < rows; ++row)
    write_words(bus, row + 1,
                (unsigned char[]){digits[number % 10][row], digits[number / 10 % 10][row]});
}

int main(int argc, char** argv) {
  unsigned long long count = ULLONG_MAX, ms = 500;
  for (int option; (option = getopt(argc, argv, "+:n:t:")) != -1;) {
    if (option == 'n')
      count = number_or_usage(optarg, ULLONG_MAX, usage);
    else if (option == 't')
      ms = number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind) fail_usage(usage);

  struct spi_bus bus = start_spi(open_chip_with("matrix:CS"), "matrix");
  write_all(&bus, display_test, 0);
  write_all(&bus, decode, 0);
  write_all(&bus, scan_limit, rows - 1);
  write_all(&bus, intensity, 8);
  write_all(&bus, shutdown, 1);
  struct timespec step = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
  for (unsigned long long number = 0; number < count; ++number) {
    show(&bus, number % (most + 1));
    nanosleep(&step, NULL);
  }
  puts("the matrices have counted");
  return 0;
}
