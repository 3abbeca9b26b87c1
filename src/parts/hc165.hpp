#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-74hc165`: shift register that reads eight inputs over three lines.
///
/// While PL is low the stages follow D0…D7. While it is not, each rise of CP with CE low shifts DS
/// into stage 0 and each stage into the next. CP and CE are ORed, as in the real device, so CE
/// rising with CP low shifts too. Q7 is stage 7, Q7_N its inverse.
///
/// All stages are 0 at first. Inputs that float or are in conflict: D0…D7 and DS read low, PL is
/// inactive; the clock keeps its level until CP or CE is high or both are low. So the register does
/// not shift while CE is open. DS, VCC and GND may be left open.
PartType hc165_type();

}  // namespace pinbridge::parts
