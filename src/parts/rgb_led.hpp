#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-rgb-led`: three LEDs, red, green and blue, with one end in common.
PartType rgb_led_type();

}  // namespace pinbridge
