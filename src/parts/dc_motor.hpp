#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-dc-motor`: turns forward while pin 1 is high and pin 2 is low, and backward the other way
/// round. It shows `speed`: the share of time for which it was driven, in percent, negative
/// backward, as measured in windows of 20 ms.
PartType dc_motor_type();

/// `wokwi-l298n`: two bridges for motors. While ENA is high, OUT1 follows IN1 and OUT2 follows IN2;
/// so do OUT3 and OUT4 while ENB is high. The enable pins are high unless they are wired, by the
/// jumpers of the module. A bridge that is not enabled releases its outputs.
PartType l298n_type();

}  // namespace pinbridge::parts
