#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-ili9341`: a color display of 240×320 pixels with an ILI9341 on SPI, mode 0 or 3. D/C is
/// low for a command and high for data. RST resets it while low; LED does nothing. Scrolling,
/// partial and idle mode, and gamma curves are not modelled.
///
/// It shows `display` (1 while it is on and awake) and `pixels`: the colors as Ili9341Display has
/// them, at most 384,000 characters. Clients are notified at most once in 200 ms.
PartType ili9341_type();

}  // namespace pinbridge::parts
