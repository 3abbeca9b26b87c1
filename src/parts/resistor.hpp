#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-resistor`: passes on at either end, as a pull, what the other end is at. Its value makes
/// no difference.
PartType resistor_type();

}  // namespace pinbridge
