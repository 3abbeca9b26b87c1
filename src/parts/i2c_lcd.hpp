#pragma once

#include <memory>

#include "bench/part.hpp"
#include "parts/lcd_glass.hpp"

namespace pinbridge::parts {

/// A character LCD behind a PCF8574, an I²C port of eight bits, as the usual backpack wires it: P0
/// is RS, P1 RW, P2 E, P3 the backlight, P4 to P7 are D4 to D7. Linux drives it with `hd44780` over
/// `gpio-pcf857x`; so do most programs by writing bytes.
///
/// It shows the same as the LCD with parallel pins.
std::unique_ptr<Part> make_i2c_lcd(const LcdGlass& glass, std::uint8_t address);

}  // namespace pinbridge::parts
