#pragma once

#include <vector>

#include "bench/control.hpp"
#include "parts/hd44780.hpp"
#include "parts/lcd_glass.hpp"

namespace pinbridge::parts {

/// What an LCD shows, whatever its bus is: `line1` and on, `display`, `cursor`, `blink`,
/// `backlight` (0 to 100 percent) and `early`.
std::vector<ControlState> lcd_shows(const LcdGlass& glass, const Hd44780& lcd, int backlight);

}  // namespace pinbridge::parts
