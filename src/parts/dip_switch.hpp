#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-dip-switch-8`: eight switches; switch 3 joins 3a and 3b while its control `3` is 1.
PartType dip_switch_type();

}  // namespace pinbridge::parts
