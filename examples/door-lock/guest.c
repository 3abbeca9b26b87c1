// A door with a code: a keypad that is scanned, an LCD, and a lock behind a relay.
//
// While no key is pressed all rows are low, and the guest sleeps. A key pulls its column low, which
// interrupts. The program then sets one row low at a time to find which key of the column it is.

#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gpio_lines.h"
#include "lcd.h"

static const char usage[] = "[-c CODE] [-n OPENINGS] [-o MS]";

enum { rows = 4, columns = 4, all_rows = 0xF, all_columns = 0xF };
// A row takes a moment to reach the columns, through wires as on a machine's own controller.
enum { debounce_ms = 20, settle_ms = 5, most_code = 8 };

static const char keys[rows][columns + 1] = {"123A", "456B", "789C", "*0#D"};

struct door {
  struct outputs rows;
  int columns;
  struct lcd lcd;
  int lock;
};

static void wait_ms(unsigned int ms) {
  struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
  nanosleep(&time, NULL);
}

// Rows are open drain: two keys of one column join two rows, and a low one must not meet a high
// one.
static void open_keypad(struct door* door, int chip) {
  struct line_settings low = {.flags = GPIO_V2_LINE_FLAG_OUTPUT | GPIO_V2_LINE_FLAG_OPEN_DRAIN};
  struct line_settings falling = {.flags =
                                      GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_FALLING};
  door->rows.lines = request_named(chip, "keypad:R1 keypad:R2 keypad:R3 keypad:R4", &low);
  door->columns = request_named(chip, "keypad:C1 keypad:C2 keypad:C3 keypad:C4", &falling);
}

static int is_any_pressed(const struct door* door) {
  return get_levels(door->columns, all_columns) != all_columns;
}

static void forget_edges(const struct door* door) {
  struct gpio_v2_line_event events[16];
  struct pollfd waiting = {.fd = door->columns, .events = POLLIN};
  while (poll(&waiting, 1, 0) > 0)
    read_events(door->columns, events, sizeof events / sizeof *events);
}

// The key that is pressed; '\0' if none is, or several are.
static char scan(struct door* door) {
  char key = '\0';
  int pressed = 0;
  for (int row = 0; row < rows; ++row) {
    put_levels(&door->rows, all_rows, all_rows & ~(1U << row));
    wait_ms(settle_ms);
    __u64 levels = get_levels(door->columns, all_columns);
    for (int column = 0; column < columns; ++column) {
      if ((levels >> column) & 1) continue;
      key = keys[row][column];
      ++pressed;
    }
  }
  put_levels(&door->rows, all_rows, 0);
  return pressed == 1 ? key : '\0';
}

static char wait_for_key(struct door* door) {
  for (;;) {
    forget_edges(door);
    if (!is_any_pressed(door)) {
      struct gpio_v2_line_event edge;
      read_events(door->columns, &edge, 1);
    }
    wait_ms(debounce_ms);
    char key = scan(door);
    if (key != '\0') return key;
  }
}

// It counts as released when it was not seen for a while: a contact bounces when it opens, too.
static void wait_for_release(struct door* door) {
  do {
    wait_ms(debounce_ms);
    forget_edges(door);
  } while (is_any_pressed(door));
}

// The text that is typed, up to a '#'; a '*' starts over. A key is shown as it is while it is held
// down, and as a star once it is released.
static void read_code(struct door* door, char* code) {
  size_t length = 0;
  for (;;) {
    char shown[most_code + 2] = "";
    memset(shown, '*', length);
    show_on_lcd(&door->lcd, 1, shown);
    char key = wait_for_key(door);
    shown[length] = key;
    show_on_lcd(&door->lcd, 1, shown);
    wait_for_release(door);
    if (key == '#') break;
    if (key == '*')
      length = 0;
    else if (length < most_code)
      code[length++] = key;
  }
  code[length] = '\0';
}

static void open_door(struct door* door, unsigned int ms) {
  show_on_lcd(&door->lcd, 0, "Come in!");
  show_on_lcd(&door->lcd, 1, "");
  set_level(door->lock, 1);
  wait_ms(ms);
  set_level(door->lock, 0);
}

int main(int argc, char** argv) {
  const char* right_code = "2580";
  unsigned long long openings = ~0ULL;
  unsigned int open_ms = 3000;
  for (int option; (option = getopt(argc, argv, "+:c:n:o:")) != -1;) {
    if (option == 'c')
      right_code = optarg;
    else if (option == 'n')
      openings = number_or_usage(optarg, ~0ULL, usage);
    else if (option == 'o')
      open_ms = (unsigned int)number_or_usage(optarg, 60000, usage);
    else
      fail_usage(usage);
  }
  if (argc != optind || strlen(right_code) > most_code) fail_usage(usage);

  int chip = open_chip_with("lock");
  struct door door = {.lock = request_output(chip, line_named(chip, "lock"), 0)};
  door.lcd = start_lcd(chip, "lcd");
  open_keypad(&door, chip);
  const char* prompt = "Code, then #";
  for (unsigned long long opened = 0; opened < openings;) {
    char code[most_code + 1];
    show_on_lcd(&door.lcd, 0, prompt);
    read_code(&door, code);
    if (strcmp(code, right_code) == 0) {
      ++opened;
      open_door(&door, open_ms);
      prompt = "Code, then #";
    } else {
      prompt = "Wrong, try again";
    }
  }
  show_on_lcd(&door.lcd, 0, "Closed for today");
  puts("the door was opened as often as it may be");
  return 0;
}
