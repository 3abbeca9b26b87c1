// A light that runs along 24 LEDs on three shift registers, driven by three lines.

#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-n ROUNDS] [-t MS]";

enum { data = 1 << 0, shift = 1 << 1, latch = 1 << 2, leds = 24 };

static void pulse(struct outputs* chain, __u64 line) {
  put_levels(chain, line, line);
  put_levels(chain, line, 0);
}

// The bit that is sent first moves to the last LED. The latch changes all LEDs at once, at the end.
static void show(struct outputs* chain, unsigned int lit) {
  for (int led = leds - 1; led >= 0; --led) {
    put_levels(chain, data, (lit >> led) & 1);
    pulse(chain, shift);
  }
  pulse(chain, latch);
}

int main(int argc, char** argv) {
  unsigned long long rounds = ULLONG_MAX, ms = 100;
  for (int option; (option = getopt(argc, argv, "+:n:t:")) != -1;) {
    if (option == 'n')
      rounds = number_or_usage(optarg, ULLONG_MAX, usage);
    else if (option == 't')
      ms = number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind) fail_usage(usage);

  struct line_settings low = {.flags = GPIO_V2_LINE_FLAG_OUTPUT};
  struct outputs chain = {.lines = request_named(open_chip_with("data"), "data shift latch", &low)};
  struct timespec step = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
  for (unsigned long long round = 0; round < rounds; ++round) {
    for (int led = 0; led < leds; ++led) {
      show(&chain, 1U << led);
      nanosleep(&step, NULL);
    }
  }
  show(&chain, 0);
  printf("ran along %d LEDs %llu times\n", leds, rounds);
  return 0;
}
