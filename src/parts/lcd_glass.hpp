#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parts/hd44780.hpp"
#include "parts/hd44780_rom.hpp"

namespace pinbridge {

/// The glass of a character LCD: where what its controller holds is seen, and as which characters.
///
/// A controller has two lines. A glass with more has the third where the first goes on, and the
/// fourth where the second does.
struct LcdGlass {
  int lines;    ///< 1 to 4
  int columns;  ///< 1 to 40, or to 20 where there are more than two lines
  Hd44780Rom rom = Hd44780Rom::a00;

  /// What stands in a line, counted from 0: one character a column, in UTF-8. Blank while the
  /// display is off.
  std::string text(const Hd44780& controller, int line) const;

  /// Where the cursor is: "line,column", counted from 1; nullopt where none is to be seen.
  std::optional<std::string> cursor(const Hd44780& controller) const;

 private:
  std::optional<std::uint8_t> address_at(const Hd44780& controller, int line, int column) const;
};

}  // namespace pinbridge
