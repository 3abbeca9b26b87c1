// gpio-toggle: sets an output to 0, then to 1, 0, 1, … as fast as possible: N edges after the first
// 0.

#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-c CHIP] OFFSET N";

static unsigned long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (unsigned long long)now.tv_sec * 1000000000ULL + (unsigned long long)now.tv_nsec;
}

static unsigned long long toggle(int line, unsigned long long toggles) {
  unsigned long long started = now_ns();
  for (unsigned long long done = 0; done < toggles; ++done) set_level(line, done % 2 == 0);
  return now_ns() - started;
}

int main(int argc, char** argv) {
  const char* chip_name = DEFAULT_CHIP;
  for (int option; (option = getopt(argc, argv, "+:c:")) != -1;) {
    if (option != 'c') fail_usage(usage);
    chip_name = optarg;
  }
  if (argc - optind != 2) fail_usage(usage);
  unsigned int offset = offset_or_usage(argv[optind], usage);
  unsigned long long toggles = number_or_usage(argv[optind + 1], ULLONG_MAX, usage);

  struct gpiochip_info info;
  int chip = open_chip(chip_name, &info);
  int line = request_output(chip, offset, 0);
  unsigned long long ns = toggle(line, toggles);
  double per_second = ns == 0 ? 0 : (double)toggles * 1e9 / (double)ns;
  printf("toggles %llu ns %llu per_second %.0f\n", toggles, ns, per_second);
  return 0;
}
