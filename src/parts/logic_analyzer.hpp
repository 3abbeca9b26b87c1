#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-logic-analyzer`: eight channels D0 to D7 that do not affect their nets. It records
/// nothing itself: it names the pins that `record` and the page record.
PartType logic_analyzer_type();

}  // namespace pinbridge::parts
