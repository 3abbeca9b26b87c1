#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-gate-and-2`, `-nand-2`, `-or-2`, `-nor-2`, `-xor-2`, `-xnor-2` (A, B, OUT),
/// `wokwi-gate-not`, `-buffer` (IN, OUT) and `wokwi-mux-2` (OUT is A while SEL is low, B while it
/// is high).
///
/// An input that floats or is in conflict has no effect if the others decide (low AND anything is
/// low); otherwise it reads as low.
///
/// While the board is being built, a gate whose inputs do not decide drives nothing. So nets do not
/// toggle before anything has happened, and two cross-coupled gates begin in a definite state.
std::vector<PartType> gate_types();

}  // namespace pinbridge::parts
