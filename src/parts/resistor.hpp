#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-resistor`: passes the level of each end to the other, as a pull. Its value has no effect.
PartType resistor_type();

}  // namespace pinbridge::parts
