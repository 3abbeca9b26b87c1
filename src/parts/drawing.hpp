#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-junction`: a point, J, where wires meet.
PartType junction_type();

/// `wokwi-text`: a text beside the parts; it has no pins.
PartType text_type();

}  // namespace pinbridge
