#include "parts/lcd_shows.hpp"

namespace pinbridge::parts {

std::vector<ControlState> lcd_shows(const LcdGlass& glass, const Hd44780& lcd, int backlight) {
  std::vector<ControlState> shown;
  shown.reserve(glass.lines);
  for (int line = 0; line < glass.lines; ++line) {
    shown.push_back({"line" + std::to_string(line + 1), glass.text(lcd, line)});
  }
  const auto cursor = glass.cursor(lcd);
  shown.push_back({"display", lcd.is_on() ? 1 : 0});
  shown.push_back({"cursor", cursor.value_or("off")});
  shown.push_back({"blink", cursor && lcd.blinks() ? 1 : 0});
  shown.push_back({"backlight", backlight});
  shown.push_back({"early", lcd.early()});
  return shown;
}

}  // namespace pinbridge::parts
