// Turns a stepper motor by an A4988: one step each time STEP rises.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-s STEPS_PER_SECOND] [-b] STEPS…";

enum { enable = 1 << 0, step = 1 << 1, dir = 1 << 2, most_steps = 100000, slowest = 50, ramp = 20 };

static void wait_s(double seconds) {
  struct timespec time = {.tv_sec = (time_t)seconds,
                          .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
  nanosleep(&time, NULL);
}

// Faster from step to step at first, and slower at the end: a real motor cannot follow at once.
static double speed_at(unsigned long long done, unsigned long long steps, double most) {
  unsigned long long left = steps - done, from_end = done < left ? done : left;
  double speed = slowest + (most - slowest) * (double)from_end / ramp;
  return speed < most ? speed : most;
}

static void turn(struct outputs* driver, unsigned long long steps, double speed) {
  for (unsigned long long i = 0; i < steps; ++i) {
    put_levels(driver, step, step);
    put_levels(driver, step, 0);
    wait_s(1 / speed_at(i, steps, speed));
  }
}

int main(int argc, char** argv) {
  unsigned long long speed = 400;
  int back = 0;
  for (int option; (option = getopt(argc, argv, "+:s:b")) != -1;) {
    if (option == 's')
      speed = number_or_usage(optarg, 5000, usage);
    else if (option == 'b')
      back = 1;
    else
      fail_usage(usage);
  }
  if (argc == optind || speed < slowest) fail_usage(usage);

  struct line_settings off = {.flags = GPIO_V2_LINE_FLAG_OUTPUT, .levels = enable};
  struct outputs driver = {.lines = request_named(open_chip_with("step"), "enable step dir", &off),
                           .levels = enable};
  put_levels(&driver, enable, 0);
  // Each number turns the other way than the one before.
  for (int i = optind; i < argc; ++i, back = !back) {
    put_levels(&driver, dir, back ? 0 : dir);
    turn(&driver, number_or_usage(argv[i], most_steps, usage), (double)speed);
  }
  put_levels(&driver, enable, enable);
  puts("the motor has turned");
  return 0;
}
