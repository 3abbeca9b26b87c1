#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-junction`: a point, J, where wires meet.
PartType junction_type();

/// `wokwi-text`: text on the board; it has no pins.
PartType text_type();

}  // namespace pinbridge::parts
