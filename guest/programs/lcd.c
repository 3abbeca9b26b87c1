#include "lcd.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "hd44780.h"

// The lines of its bus, in the order of the request.
enum { rs = 1 << 0, e = 1 << 1, first_data_bit = 2, data = 0xF << first_data_bit };

// How long instructions take at most, in microseconds.
enum {
  most_time = 50,
  time_to_clear = 2000,
  time_to_power_up = 50000,
  time_to_first_reset = 5000,
};

static void wait_us(long us) {
  struct timespec time = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
  nanosleep(&time, NULL);
}

static void write_half(struct lcd* lcd, int half, int selected) {
  put_levels(&lcd->bus, data | rs, (__u64)half << first_data_bit | (__u64)selected);
  put_levels(&lcd->bus, e, e);
  put_levels(&lcd->bus, e, 0);
}

static void write_byte(struct lcd* lcd, int byte, int selected, long us) {
  write_half(lcd, byte >> 4, selected);
  write_half(lcd, byte & 0xF, selected);
  wait_us(us);
}

struct lcd start_lcd(int chip, const char* part) {
  char names[128];
  snprintf(names, sizeof names, "%s:RS %s:E %s:D4 %s:D5 %s:D6 %s:D7", part, part, part, part, part,
           part);
  struct line_settings low = {.flags = GPIO_V2_LINE_FLAG_OUTPUT};
  struct lcd lcd = {.bus.lines = request_named(chip, names, &low)};
  // The controller may be in the middle of a byte, or in the mode of eight data lines. "Eight"
  // three times gives a known state; then "four" follows.
  wait_us(time_to_power_up);
  for (int i = 0; i < 3; ++i) {
    write_half(&lcd, 0x3, 0);
    wait_us(time_to_first_reset);
  }
  write_half(&lcd, 0x2, 0);
  wait_us(most_time);
  write_byte(&lcd, four_bits_two_lines, 0, most_time);
  write_byte(&lcd, display_on, 0, most_time);
  write_byte(&lcd, entry_from_left_to_right, 0, most_time);
  write_byte(&lcd, clear, 0, time_to_clear);
  return lcd;
}

void show_on_lcd(struct lcd* lcd, int line, const char* text) {
  size_t length = strlen(text);
  write_byte(lcd, set_address | (line == 0 ? 0 : address_of_second_line), 0, most_time);
  for (size_t column = 0; column < lcd_columns; ++column)
    write_byte(lcd, column < length ? text[column] : ' ', rs, most_time);
}
