#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-servo`: turns to the angle given by the pulse width on PWM, 544 µs for 0° to 2400 µs for
/// 180°, as Arduino's library has them. It shows `angle`, in degrees; a pulse beyond these widths
/// turns it to the end, and one shorter than 300 µs or longer than 3 ms is none.
PartType servo_type();

}  // namespace pinbridge::parts
