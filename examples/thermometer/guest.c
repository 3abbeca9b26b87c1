// Measures a temperature with a DS18B20 on a 1-Wire bus, and lights an LED while it is warm.

#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "buses.h"

static const char usage[] = "[-n COUNT] [-c CELSIUS] [-s SLOWNESS]";

// Commands: any device on the bus, measure, and read the memory.
enum { skip_address = 0xCC, convert = 0x44, read_memory = 0xBE };

// The memory: the temperature in sixteenths of a degree, the low byte first; and a byte whose lower
// five bits are set, so that a bus that is always low is no temperature.
enum { memory_size = 9, settings = 4, settings_ones = 0x1F, sixteenths = 16 };

// Returns 0 if no device answers.
static int command(struct one_wire* bus, unsigned int byte) {
  if (!one_wire_reset(bus)) return 0;
  one_wire_write(bus, skip_address);
  one_wire_write(bus, byte);
  return 1;
}

// In sixteenths of a degree. Returns 0 if no device answers, or the check sum is wrong, as after an
// interruption of this program.
static int measure(struct one_wire* bus, int* temperature) {
  unsigned char memory[memory_size];
  if (!command(bus, convert)) return 0;
  nanosleep(&(struct timespec){.tv_nsec = 800000000}, NULL);
  if (!command(bus, read_memory)) return 0;
  for (int i = 0; i < memory_size; ++i) memory[i] = (unsigned char)one_wire_read(bus);
  *temperature = (short)(memory[0] | memory[1] << 8);
  return one_wire_crc(memory, memory_size) == 0 &&
         (memory[settings] & settings_ones) == settings_ones;
}

int main(int argc, char** argv) {
  unsigned long long count = ULLONG_MAX;
  int warm = 30;
  unsigned int slowness = 100;
  for (int option; (option = getopt(argc, argv, "+:n:c:s:")) != -1;) {
    if (option == 'n')
      count = number_or_usage(optarg, ULLONG_MAX, usage);
    else if (option == 'c')
      warm = (int)number_or_usage(optarg, 125, usage);
    else if (option == 's')
      slowness = (unsigned int)number_or_usage(optarg, 1000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind || slowness == 0) fail_usage(usage);

  int chip = open_chip_with("dq");
  struct one_wire bus = start_one_wire(chip, "dq", slowness);
  int led = request_output(chip, line_named(chip, "warm"), 0);
  for (unsigned long long i = 0; i < count; ++i) {
    int temperature;
    if (measure(&bus, &temperature)) {
      printf("%.2f °C\n", (double)temperature / sixteenths);
      set_level(led, temperature > warm * sixteenths);
    } else {
      puts("the measurement failed");
    }
    fflush(stdout);
  }
  puts("measured as often as it may be");
  return 0;
}
