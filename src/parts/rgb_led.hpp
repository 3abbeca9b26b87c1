#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-rgb-led`: three LEDs, red, green and blue, with one end in common.
///
/// It shows as `lit` the color that those make which are lit now ("off", "red", "yellow", "white"),
/// and as `red`, `green` and `blue` how bright each is, 0 to 100 percent.
PartType rgb_led_type();

}  // namespace pinbridge
