#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-74hc165`: shift register that reads eight inputs over three lines.
///
/// While PL is low the stages are what D0…D7 are at. While it is not, each rise of CP with CE low
/// shifts DS into stage 0 and each stage into the next. CP and CE are ORed, as in the real one, so
/// that CE rising with CP low shifts as well. Q7 is stage 7, Q7_N its inverse.
///
/// All is 0 at first. What floats or is in conflict: D0…D7 and DS read low, PL is inactive; the
/// clock stays where it was until CP or CE is high or both are low. So it does not shift while CE
/// is open. DS, VCC and GND may be left open.
PartType hc165_type();

}  // namespace pinbridge
