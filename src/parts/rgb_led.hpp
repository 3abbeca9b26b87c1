#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-rgb-led`: three LEDs, red, green and blue, with one end in common.
///
/// It shows as `lit` the mixed color of the LEDs that are lit now ("off", "red", "yellow",
/// "white"), and as `red`, `green` and `blue` the brightness of each, 0 to 100 percent.
PartType rgb_led_type();

}  // namespace pinbridge::parts
