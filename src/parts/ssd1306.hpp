#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

// OLED displays of 128×64 pixels with an SSD1306 on I²C, as Linux's `ssd1307fb` and the usual
// libraries drive them. They show `display` (1 while it is on), `contrast` (0 to 255) and `pixels`:
// row by row from the top left, the left of eight in the highest bit, in 2048 hexadecimal digits.
// Clients are notified at most once in 50 ms. Scrolling by the controller itself is not modelled.

/// `wokwi-ssd1306`: a module with eight pins; DATA is SDA and CLK is SCL. RST does nothing.
PartType ssd1306_type();

/// `board-ssd1306`: a module with four pins.
PartType ssd1306_board_type();

}  // namespace pinbridge::parts
