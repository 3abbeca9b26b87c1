#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-slide-switch`: joins its common pin 2 to pin 1 (left, value 0) or pin 3 (right, value 1).
/// It breaks before it makes.
PartType slide_switch_type();

}  // namespace pinbridge::parts
