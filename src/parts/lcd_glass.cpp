#include "parts/lcd_glass.hpp"

namespace pinbridge::parts {

std::string LcdGlass::text(const Hd44780& controller, int line) const {
  std::string text;
  for (int column = 0; column < columns; ++column) {
    const auto address = address_at(controller, line, column);
    const std::uint8_t code = address && controller.is_on() ? controller.code_at(*address) : ' ';
    append_utf8(text, hd44780_character(rom, code));
  }
  return text;
}

std::optional<std::string> LcdGlass::cursor(const Hd44780& controller) const {
  const auto cursor = controller.cursor();
  for (int line = 0; cursor && line < lines; ++line) {
    for (int column = 0; column < columns; ++column) {
      if (address_at(controller, line, column) != cursor) continue;
      return std::to_string(line + 1) + "," + std::to_string(column + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::uint8_t> LcdGlass::address_at(const Hd44780& controller, int line,
                                                 int column) const {
  return controller.address_at(line % 2, line / 2 * columns + column);
}

}  // namespace pinbridge::parts
