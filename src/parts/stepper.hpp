#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-stepper-motor`: a bipolar motor of 200 steps a revolution. Its two coils are driven
/// through A-, A+ and B+, B-; full and half steps are followed, whichever circuit drives them. It
/// shows `steps`, in half steps from where it was at first, positive clockwise, and `angle`, in
/// degrees, 0 to 359.
PartType stepper_motor_type();

/// `wokwi-a4988`: a driver of one such motor. Each time STEP rises it moves by one step of the size
/// that MS1 to MS3 choose (full to 1/16), clockwise while DIR is high, unless ENABLE is high or
/// SLEEP or RESET is low. It shows `position`, in sixteenths of a step. Its outputs follow to the
/// nearest half step.
PartType a4988_type();

/// `wokwi-drv8825`: the same with steps down to 1/32, chosen by M0 to M2, and `position` in
/// thirty-seconds of a step. RESET and SLEEP are low unless they are wired: it does not move then.
PartType drv8825_type();

}  // namespace pinbridge::parts
