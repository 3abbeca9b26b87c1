// Instructions of the HD44780, the controller of character LCDs, by their names in its data sheet.
#pragma once

enum {
  clear = 0x01,
  entry_from_left_to_right = 0x06,
  display_on = 0x0C,
  four_bits_two_lines = 0x28,
  set_address = 0x80,
  address_of_second_line = 0x40,
};
