#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-74hc595`: shift register with a storage register behind it, to make eight outputs of
/// three lines.
///
/// SHCP rising shifts DS into stage 0 and each stage into the next; STCP rising stores the stages,
/// which Q0…Q7 then put out. Both at once store what the stages held before: with the two clocks on
/// one wire the outputs are one pulse behind. MR low clears the stages and not what is stored; OE
/// high makes Q0…Q7 high-impedance. Q7S is stage 7, always.
///
/// All is 0 at first. What floats or is in conflict: DS reads low, a clock stays where it was, MR
/// is inactive and OE active. So MR, OE, VCC and GND may be left open.
PartType hc595_type();

}  // namespace pinbridge
