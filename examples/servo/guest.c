// Turns a servo by pulses of 0.5 to 2.4 ms, 50 times a second.

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-t MS] ANGLE…";

enum { most_angle = 180, shortest_us = 544, longest_us = 2400, period_ms = 20 };

static long long now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// A sleep would end some 60 µs late, which are six degrees.
static void spin_until(long long ns) {
  while (now_ns() < ns) continue;
}

static void hold(int line, unsigned int angle, unsigned long long ms) {
  long long width =
      (shortest_us + (longest_us - shortest_us) * (long long)angle / most_angle) * 1000;
  for (unsigned long long pulse = 0; pulse < ms / period_ms; ++pulse) {
    set_level(line, 1);
    spin_until(now_ns() + width);
    set_level(line, 0);
    nanosleep(&(struct timespec){.tv_nsec = period_ms * 1000000L - width}, NULL);
  }
}

int main(int argc, char** argv) {
  unsigned long long ms = 1000;
  for (int option; (option = getopt(argc, argv, "+:t:")) != -1;) {
    if (option == 't')
      ms = number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc == optind) fail_usage(usage);

  int chip = open_chip_with("servo:PWM");
  int line = request_output(chip, line_named(chip, "servo:PWM"), 0);
  for (int i = optind; i < argc; ++i) {
    unsigned int angle = (unsigned int)number_or_usage(argv[i], most_angle, usage);
    printf("turning to %u degrees\n", angle);
    fflush(stdout);
    hold(line, angle, ms);
  }
  puts("the servo has turned");
  return 0;
}
