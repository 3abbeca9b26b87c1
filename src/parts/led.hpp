#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-led`: lit while its anode A is high and its cathode C low, however weakly.
PartType led_type();

}  // namespace pinbridge
