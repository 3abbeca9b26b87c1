// A menu on an LCD: turning the knob moves through it, pressing it chooses. The light takes on the
// color that is chosen, and "Leave" ends the program.

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "gpio_lines.h"
#include "lcd.h"

// How long the button's contact must be still.
enum { debounce_us = 20000 };

struct choice {
  const char* name;
  __u64 light;  // of the lines light:R, light:G, light:B
};

static const struct choice menu[] = {{"Red", 1},   {"Yellow", 3}, {"Green", 2}, {"Blue", 4},
                                     {"White", 7}, {"Dark", 0},   {"Leave", 0}};
enum { choices = sizeof menu / sizeof *menu, leave = choices - 1, dark = choices - 2 };

// The knob pulls CLK and DT low and releases them: CLK first if it turns clockwise, DT first if
// not. The order of two falling edges is therefore sufficient. The kernel numbers the edges of one
// request in their order, so a late read does not change the result.
struct knob {
  int lines;
  unsigned int clk;
  struct gpio_v2_line_event first;  // of a detent; without a number if none has begun
};

static struct knob open_knob(int chip) {
  struct knob knob = {.clk = line_named(chip, "knob:CLK")};
  struct line_settings falling = {.flags =
                                      GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_FALLING};
  knob.lines = request_named(chip, "knob:CLK knob:DT", &falling);
  return knob;
}

// Takes one edge of the knob. Returns 1 for a detent clockwise, -1 for one counterclockwise, and 0
// for half of one.
static int read_turn(struct knob* knob) {
  struct gpio_v2_line_event edge, first = knob->first;
  read_events(knob->lines, &edge, 1);
  if (first.seqno == 0 || first.offset == edge.offset) {
    knob->first = edge;
    return 0;
  }
  knob->first.seqno = 0;
  const struct gpio_v2_line_event* earlier = first.seqno < edge.seqno ? &first : &edge;
  return earlier->offset == knob->clk ? 1 : -1;
}

// The sign in front shows whether the knob is held down.
static void show_selected(struct lcd* lcd, int selected, char sign) {
  char text[lcd_columns + 1];
  snprintf(text, sizeof text, "%c %s", sign, menu[selected].name);
  show_on_lcd(lcd, 1, text);
}

static void choose(struct lcd* lcd, struct outputs* light, int chosen) {
  char text[lcd_columns + 1];
  snprintf(text, sizeof text, "Light: %s", menu[chosen].name);
  show_on_lcd(lcd, 0, text);
  put_levels(light, 7, menu[chosen].light);
}

static void run_menu(struct lcd* lcd, struct outputs* light, struct knob* knob, int button) {
  struct pollfd waiting[] = {{.fd = knob->lines, .events = POLLIN},
                             {.fd = button, .events = POLLIN}};
  int selected = 0;
  choose(lcd, light, dark);
  show_selected(lcd, selected, '>');
  for (;;) {
    if (poll(waiting, 2, -1) < 0) fail("cannot wait for the knob: %s", strerror(errno));
    if (waiting[0].revents != 0) {
      int turned = selected + read_turn(knob);
      if (turned == selected || turned < 0 || turned == choices) continue;
      selected = turned;
      show_selected(lcd, selected, '>');
    } else {
      struct gpio_v2_line_event edge;
      read_events(button, &edge, 1);
      int pressed = edge.id == GPIO_V2_LINE_EVENT_FALLING_EDGE;
      if (pressed && selected == leave) return;
      if (pressed) choose(lcd, light, selected);
      show_selected(lcd, selected, pressed ? '*' : '>');
    }
  }
}

int main(int argc, char** argv) {
  (void)argv;
  if (argc != 1) fail_usage("");
  int chip = open_chip_with("knob:CLK");
  struct lcd lcd = start_lcd(chip, "lcd");
  struct line_settings low = {.flags = GPIO_V2_LINE_FLAG_OUTPUT};
  struct outputs light = {.lines = request_named(chip, "light:R light:G light:B", &low)};
  struct knob knob = open_knob(chip);
  struct line_settings bouncing = {.flags = GPIO_V2_LINE_FLAG_INPUT |
                                            GPIO_V2_LINE_FLAG_EDGE_RISING |
                                            GPIO_V2_LINE_FLAG_EDGE_FALLING,
                                   .debounce_us = debounce_us};
  run_menu(&lcd, &light, &knob, request_named(chip, "knob:SW", &bouncing));
  show_on_lcd(&lcd, 0, "Good-bye");
  show_on_lcd(&lcd, 1, "");
  puts("left the menu");
  return 0;
}
