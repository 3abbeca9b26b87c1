// A handshake of two guests over two wires: alice sets req, bob sets ack, alice clears req, bob
// clears ack. Each step waits for the interrupt of the other's step, so no step is too fast.

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-n ROUNDS] alice|bob";

struct wires {
  int mine;
  int theirs;
};

// The interrupt is requested before the level is read, so an edge in between is not lost.
static void wait_for(int line, int level) {
  struct gpio_v2_line_event events[16];
  while (get_level(line) != level) read_events(line, events, sizeof events / sizeof *events);
}

static void ask(const struct wires* wires) {
  set_level(wires->mine, 1);
  wait_for(wires->theirs, 1);
  set_level(wires->mine, 0);
  wait_for(wires->theirs, 0);
}

static void answer(const struct wires* wires) {
  wait_for(wires->theirs, 1);
  set_level(wires->mine, 1);
  wait_for(wires->theirs, 0);
  set_level(wires->mine, 0);
}

static double now_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char** argv) {
  unsigned long long rounds = 1000;
  for (int option; (option = getopt(argc, argv, "+:n:")) != -1;) {
    if (option != 'n') fail_usage(usage);
    rounds = number_or_usage(optarg, ULLONG_MAX, usage);
  }
  if (argc - optind != 1) fail_usage(usage);
  const char* name = argv[optind];
  int asks = strcmp(name, "alice") == 0;
  if (!asks && strcmp(name, "bob") != 0) fail_usage(usage);

  int chip = open_chip_with("req");
  struct wires wires = {
      .mine = request_output(chip, line_named(chip, asks ? "req" : "ack"), 0),
      .theirs = request_input(chip, line_named(chip, asks ? "ack" : "req"),
                              GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING)};
  printf("%s has its lines\n", name);
  fflush(stdout);

  // The first one waits for the other; time counts from the second on.
  double began = 0;
  for (unsigned long long round = 0; round < rounds; ++round) {
    if (asks)
      ask(&wires);
    else
      answer(&wires);
    if (round == 0) began = now_s();
  }
  double seconds = now_s() - began;
  printf("%s shook hands %llu times, %.0f a second\n", name, rounds,
         rounds > 1 ? (double)(rounds - 1) / seconds : 0.);
  return 0;
}
