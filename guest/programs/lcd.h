// Writes texts on an LCD with an HD44780 whose data lines D4 to D7 are wired. RW is at ground, so
// the busy flag cannot be read; each instruction waits for its longest time.
#pragma once

#include "gpio_lines.h"

enum { lcd_columns = 16 };

struct lcd {
  struct outputs bus;
};

// Requests the lines "PART:RS", "PART:E" and "PART:D4" to "PART:D7", and initialises the LCD,
// blank.
struct lcd start_lcd(int chip, const char* part);

// Puts text at the beginning of line 0 or 1, and blanks behind it.
void show_on_lcd(struct lcd* lcd, int line, const char* text);
