#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parts/hd44780.hpp"
#include "parts/hd44780_rom.hpp"

namespace pinbridge::parts {

/// The glass of a character LCD: the places and characters of the controller's memory.
///
/// A controller has two lines. The third line of a glass continues the first, and the fourth the
/// second.
struct LcdGlass {
  int lines;    ///< 1 to 4
  int columns;  ///< 1 to 40, or to 20 where there are more than two lines
  Hd44780Rom rom = Hd44780Rom::a00;

  /// The text of a line, counted from 0: one character a column, in UTF-8. Blank while the display
  /// is off.
  std::string text(const Hd44780& controller, int line) const;

  /// The place of the cursor: "line,column", counted from 1; nullopt if none is visible.
  std::optional<std::string> cursor(const Hd44780& controller) const;

 private:
  std::optional<std::uint8_t> address_at(const Hd44780& controller, int line, int column) const;
};

}  // namespace pinbridge::parts
