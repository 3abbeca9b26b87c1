#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-pir-motion-sensor`: OUT is high for `delayTime` seconds after the control `motion` was
/// set to 1, again and again while it stays 1, and low for `inhibitTime` seconds after that, when
/// motion has no effect. With `retrigger` 0, motion while OUT is high does not prolong it.
PartType pir_sensor_type();

}  // namespace pinbridge::parts
