// What each of the machines does that have no Linux: see enum pin in firmware.h for its pins.

#include "firmware.h"

// Some ten to a hundred milliseconds, in QEMU.
enum { loops_a_blink = 50000, edges_a_burst = 10000 };

static void print(const char* text) {
  for (; *text != '\0'; ++text) print_character(*text);
}

void follow_button(void) {
  // Written when it changes only, for one that polls would write all the time. Read again, since
  // the interrupt may come while the main program does this.
  static int followed;
  for (int level; (level = get_pin(BUTTON)) != followed; followed = level) set_pin(FOLLOWER, level);
}

static void blink(void) {
  static unsigned int loops, lit;
  if (++loops < loops_a_blink) return;
  loops = 0;
  lit = !lit;
  set_pin(LED, (int)lit);
}

static void burst_if_started(void) {
  static int done;
  int started = get_pin(START);
  if (started == done) return;
  for (unsigned int edge = 0; started && edge < edges_a_burst; ++edge)
    set_pin(BURST, edge % 2 == 0);
  set_pin(DONE, started);
  done = started;
}

static void release_if_told(void) {
  static int released;
  int told = get_pin(RELEASE);
  if (told == released) return;
  if (told)
    make_input(RELEASED);
  else
    make_output(RELEASED);
  released = told;
}

void make_all_pins(void) {
  for (enum pin pin = LED; pin < PINS; ++pin) {
    if (pin == BUTTON || pin == START || pin == RELEASE)
      make_input(pin);
    else
      make_output(pin);
  }
}

void firmware(void) {
  int has_interrupt = start_machine();
  set_pin(RELEASED, 1);
  follow_button();
  print("firmware ready\n");
  for (;;) {
    blink();
    if (!has_interrupt) follow_button();
    burst_if_started();
    release_if_told();
  }
}
