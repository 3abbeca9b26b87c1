#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-74hc595`: shift register with a storage register: eight outputs from three lines.
///
/// SHCP rising shifts DS into stage 0 and each stage into the next. STCP rising stores the stages,
/// which Q0…Q7 then drive. Both at once store the previous stages: with the two clocks on one wire
/// the outputs are one pulse behind. MR low clears the stages, not the storage; OE high makes Q0…Q7
/// high-impedance. Q7S is always stage 7.
///
/// All is 0 at first. Inputs that float or are in conflict: DS reads low, a clock keeps its level,
/// MR is inactive and OE active. So MR, OE, VCC and GND may be left open.
PartType hc595_type();

}  // namespace pinbridge::parts
