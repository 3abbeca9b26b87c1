// Operates the panel:
//
//   sw0 to sw7    light the LED of the same number; b0 to b7 invert it
//   b8, b9        shift what the buttons did, to the right and to the left
//   b10, b11      invert all LEDs; undo what the buttons did
//   sw8           runs a light along; sw9 reverses it, sw10 doubles its speed
//   sw11          turns all LEDs off

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gpio_lines.h"

static const char usage[] = "[-n PRESSES]";

enum { leds = 8, all_leds = 0xFF, switches = 12, buttons = 12 };
enum { debounce_us = 30000, step_ms = 120 };

// The switches above those for the LEDs, and the buttons.
enum { sw_run = 8, sw_backwards, sw_fast, sw_off };
enum { b_right = 8, b_left, b_opposite, b_undo };

struct panel {
  int inputs;            // sw0 … sw11, b0 … b11
  struct outputs lamps;  // led0 … led7
  unsigned int offsets[switches + buttons];
  unsigned int turned;  // LEDs that buttons turned
  unsigned int place;   // of the light that runs
};

static struct panel open_panel(int chip) {
  struct panel panel = {.place = 0};
  unsigned int lamps[leds];
  char name[16];
  for (unsigned int i = 0; i < switches + buttons; ++i) {
    snprintf(name, sizeof name, i < switches ? "sw%u" : "b%u", i % switches);
    panel.offsets[i] = line_named(chip, name);
  }
  for (unsigned int i = 0; i < leds; ++i) {
    snprintf(name, sizeof name, "led%u", i);
    lamps[i] = line_named(chip, name);
  }
  struct line_settings input = {.flags = GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING |
                                         GPIO_V2_LINE_FLAG_EDGE_FALLING,
                                .debounce_us = debounce_us};
  struct line_settings output = {.flags = GPIO_V2_LINE_FLAG_OUTPUT};
  panel.inputs = request_lines(chip, panel.offsets, switches + buttons, &input);
  panel.lamps.lines = request_lines(chip, lamps, leds, &output);
  return panel;
}

static int is_on(__u64 levels, unsigned int number) {
  return ((levels >> number) & 1) != 0;
}

static void show(struct panel* panel, __u64 levels) {
  __u64 lit = (levels ^ panel->turned) & all_leds;
  if (is_on(levels, sw_run)) lit ^= 1ULL << panel->place;
  if (is_on(levels, sw_off)) lit = 0;
  put_levels(&panel->lamps, all_leds, lit);
}

static void press(struct panel* panel, unsigned int button) {
  unsigned int turned = panel->turned;
  switch (button) {
    case b_right:
      turned = turned << 1 | turned >> (leds - 1);
      break;
    case b_left:
      turned = turned >> 1 | turned << (leds - 1);
      break;
    case b_opposite:
      turned = ~turned;
      break;
    case b_undo:
      turned = 0;
      break;
    default:
      turned ^= 1U << button;
  }
  panel->turned = turned & all_leds;
}

// Reads the events of the inputs. Returns how many buttons were pressed: they pull their lines low.
static unsigned long long take_events(struct panel* panel) {
  struct gpio_v2_line_event events[16];
  unsigned long long presses = 0;
  size_t count = read_events(panel->inputs, events, sizeof events / sizeof *events);
  for (size_t i = 0; i < count; ++i) {
    if (events[i].id != GPIO_V2_LINE_EVENT_FALLING_EDGE) continue;
    for (unsigned int button = 0; button < buttons; ++button) {
      if (panel->offsets[switches + button] != events[i].offset) continue;
      press(panel, button);
      ++presses;
    }
  }
  return presses;
}

int main(int argc, char** argv) {
  unsigned long long most = ULLONG_MAX;
  for (int option; (option = getopt(argc, argv, "+:n:")) != -1;) {
    if (option != 'n') fail_usage(usage);
    most = number_or_usage(optarg, ULLONG_MAX, usage);
  }
  if (argc != optind) fail_usage(usage);

  struct panel panel = open_panel(open_chip_with("sw0"));
  puts("the panel is on");
  fflush(stdout);
  struct pollfd waiting = {.fd = panel.inputs, .events = POLLIN};
  for (unsigned long long presses = 0;;) {
    __u64 levels = get_levels(panel.inputs, (1ULL << (switches + buttons)) - 1);
    show(&panel, levels);
    if (presses >= most) break;
    int wait_ms = is_on(levels, sw_fast) ? step_ms / 2 : step_ms;
    int ready = poll(&waiting, 1, is_on(levels, sw_run) ? wait_ms : -1);
    if (ready < 0) fail("cannot wait for the inputs: %s", strerror(errno));
    if (ready > 0) presses += take_events(&panel);
    if (ready == 0)
      panel.place = (panel.place + (is_on(levels, sw_backwards) ? leds - 1 : 1)) % leds;
  }
  puts("the panel is off");
  return 0;
}
