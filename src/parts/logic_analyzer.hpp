#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-logic-analyzer`: eight channels D0 to D7 that do nothing to their nets. It records
/// nothing itself: it names what others record of its pins.
PartType logic_analyzer_type();

}  // namespace pinbridge
