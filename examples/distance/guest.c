// Measures a distance with an HC-SR04, and lights an LED while something is near.

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-n COUNT] [-c CM]";

enum { samples = 5, us_per_cm = 58, echo_ms = 200 };

static int read_edge(int echo, struct gpio_v2_line_event* edge) {
  struct pollfd waiting = {.fd = echo, .events = POLLIN};
  return poll(&waiting, 1, echo_ms) == 1 && read_events(echo, edge, 1) == 1;
}

// The width of the echo, in µs; -1 where no echo comes. The kernel notes the time of each edge.
static long measure(int trig, int echo) {
  struct gpio_v2_line_event rise, fall;
  set_level(trig, 1);
  nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
  set_level(trig, 0);
  if (!read_edge(echo, &rise) || !read_edge(echo, &fall)) return -1;
  if (rise.id != GPIO_V2_LINE_EVENT_RISING_EDGE || fall.id != GPIO_V2_LINE_EVENT_FALLING_EDGE)
    return -1;
  return (long)(fall.timestamp_ns - rise.timestamp_ns) / 1000;
}

static int compare(const void* a, const void* b) {
  long left = *(const long*)a, right = *(const long*)b;
  return (left > right) - (left < right);
}

// The median: a guest that does not run for a moment spoils single measurements.
static long measure_cm(int trig, int echo) {
  long widths[samples];
  for (int i = 0; i < samples; ++i) {
    widths[i] = measure(trig, echo);
    nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
  }
  qsort(widths, samples, sizeof *widths, compare);
  long width = widths[samples / 2];
  return width < 0 ? -1 : (width + us_per_cm / 2) / us_per_cm;
}

int main(int argc, char** argv) {
  unsigned long long count = ULLONG_MAX;
  long near_cm = 50;
  for (int option; (option = getopt(argc, argv, "+:n:c:")) != -1;) {
    if (option == 'n')
      count = number_or_usage(optarg, ULLONG_MAX, usage);
    else if (option == 'c')
      near_cm = (long)number_or_usage(optarg, 400, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind) fail_usage(usage);

  int chip = open_chip_with("trig");
  int trig = request_output(chip, line_named(chip, "trig"), 0);
  int led = request_output(chip, line_named(chip, "near"), 0);
  int echo = request_input(chip, line_named(chip, "echo"),
                           GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING);
  for (unsigned long long i = 0; i < count; ++i) {
    long cm = measure_cm(trig, echo);
    if (cm < 0)
      puts("no echo");
    else
      printf("%ld cm\n", cm);
    fflush(stdout);
    set_level(led, cm >= 0 && cm < near_cm);
  }
  puts("measured as often as it may be");
  return 0;
}
