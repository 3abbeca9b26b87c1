#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-led`: lit while its anode A is high and its cathode C low, whatever their strengths.
PartType led_type();

}  // namespace pinbridge::parts
