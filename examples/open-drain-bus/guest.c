// Two guests on one bus. Every line has a pull-up resistor, and a guest either pulls it low or
// releases it: the line is high only while both release it. So both may send at once. A guest that
// releases the line and reads low knows that the other has the smaller id, and waits, as on CAN or
// I²C.
//
// One line cannot show when the other guest has set its bit, because QEMU gives guests no common
// time. Three more lines synchronise each bit, as on Futurebus: see step().

#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "alice|bob ID   (0 to 14, and not both the same)";

// The lines of the bus, in the order of the request.
static const char lines[] = "step0 step1 step2 data";
enum { steps = 3, data = 3 };

enum { id_bits = 4, silence = (1 << id_bits) - 1 };

struct bus {
  struct outputs lines;
  unsigned int step;  // the line that delays the other guest
};

static void pull_low(struct bus* bus, unsigned int line) {
  put_levels(&bus->lines, 1ULL << line, 0);
}

static void release(struct bus* bus, unsigned int line) {
  put_levels(&bus->lines, 1ULL << line, 1ULL << line);
}

// The level of the line, which the other guest may pull low, too.
static int level_of(const struct bus* bus, unsigned int line) {
  return get_levels(bus->lines.lines, 1ULL << line) != 0;
}

// Lines that are outputs have no interrupts, so they are polled.
static void wait_for(const struct bus* bus, unsigned int line, int level) {
  while (level_of(bus, line) != level) nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
}

// A barrier: returns when both guests have called it. A step's line goes high when the last guest
// has released it. No guest pulls it low again before the step after next, so both see it high.
static void step(struct bus* bus) {
  unsigned int next = (bus->step + 1) % steps;
  pull_low(bus, next);
  release(bus, bus->step);
  wait_for(bus, bus->step, 1);
  bus->step = next;
}

// Waits for the other guest. Then both hold line 0, and line 2 is released.
static void meet(struct bus* bus, int calls) {
  if (calls) {
    pull_low(bus, 2);
    wait_for(bus, 0, 0);
    pull_low(bus, 0);
    release(bus, 2);
  } else {
    wait_for(bus, 2, 0);
    pull_low(bus, 0);
    wait_for(bus, 2, 1);
  }
  bus->step = 0;
}

// Sends an id, highest bit first, until the other guest sends a smaller one. A guest without an id
// to send releases the line throughout. Returns the id that the bus carried.
static unsigned int send(struct bus* bus, unsigned int id) {
  unsigned int carried = 0;
  for (int bit = id_bits - 1; bit >= 0; --bit) {
    if ((id >> bit) & 1)
      release(bus, data);
    else
      pull_low(bus, data);
    step(bus);
    unsigned int seen = (unsigned int)level_of(bus, data);
    carried = carried << 1 | seen;
    if (seen != ((id >> bit) & 1)) id = silence;
    step(bus);
  }
  release(bus, data);
  return carried;
}

int main(int argc, char** argv) {
  if (argc != 3) fail_usage(usage);
  const char* name = argv[1];
  int calls = strcmp(name, "alice") == 0;
  if (!calls && strcmp(name, "bob") != 0) fail_usage(usage);
  unsigned int id = (unsigned int)number_or_usage(argv[2], silence - 1, usage);

  struct line_settings open_drain = {
      .flags = GPIO_V2_LINE_FLAG_OUTPUT | GPIO_V2_LINE_FLAG_OPEN_DRAIN, .levels = ~0ULL};
  struct bus bus = {
      .lines = {request_named(open_chip_with("data"), lines, &open_drain), open_drain.levels}};
  printf("%s has its lines\n", name);
  fflush(stdout);
  meet(&bus, calls);
  unsigned int first = send(&bus, id);
  // The guest that lost has the bus for itself now.
  unsigned int second = send(&bus, first == id ? silence : id);
  if (second == silence) fail("the other one has the id %u, too", id);
  printf("%s %s: the bus carried %u, then %u\n", name, first == id ? "won" : "lost", first, second);
  return 0;
}
