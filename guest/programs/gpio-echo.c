// gpio-echo: waits in read() for the edges of IN and copies the level after each edge to OUT, with
// -i inverted. Two guests that do this to each other, one of them with -i, toggle without end.

#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-c CHIP] [-i] [-n N] IN OUT";

static void echo(int in, int out, int inverted, unsigned long long edges) {
  struct gpio_v2_line_event events[16];
  for (unsigned long long done = 0; done < edges;) {
    size_t count = read_events(in, events, sizeof events / sizeof *events);
    for (size_t i = 0; i < count && done < edges; ++i, ++done)
      set_level(out, (events[i].id == GPIO_V2_LINE_EVENT_RISING_EDGE) != inverted);
  }
}

int main(int argc, char** argv) {
  const char* chip_name = DEFAULT_CHIP;
  unsigned long long edges = ULLONG_MAX;
  int inverted = 0;
  for (int option; (option = getopt(argc, argv, "+:c:in:")) != -1;) {
    if (option == 'c')
      chip_name = optarg;
    else if (option == 'i')
      inverted = 1;
    else if (option == 'n')
      edges = edges_or_usage(optarg, usage);
    else
      fail_usage(usage);
  }
  if (argc - optind != 2) fail_usage(usage);
  unsigned int in_offset = offset_or_usage(argv[optind], usage);
  unsigned int out_offset = offset_or_usage(argv[optind + 1], usage);

  struct gpiochip_info info;
  int chip = open_chip(chip_name, &info);
  int in = request_input(chip, in_offset,
                         GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING);
  // Requested before it is read: a change in between arrives as an event and is not lost.
  int out = request_output(chip, out_offset, get_level(in) != inverted);
  puts("echoing");
  fflush(stdout);
  echo(in, out, inverted, edges);
  return 0;
}
