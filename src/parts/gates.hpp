#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-gate-and-2`, `-nand-2`, `-or-2`, `-nor-2`, `-xor-2`, `-xnor-2` (A, B, OUT),
/// `wokwi-gate-not`, `-buffer` (IN, OUT) and `wokwi-mux-2` (OUT is A while SEL is low, B while it
/// is high).
///
/// An input that floats or is in conflict makes no difference where the others decide (low AND
/// anything is low); else it reads as low.
///
/// A gate is new for one moment, in which the board around it comes to be: as long as its inputs do
/// not decide, it drives nothing. So nets do not jump to and fro before anything has happened, and
/// two gates that hold each other begin in one state and not between two.
std::vector<PartType> gate_types();

}  // namespace pinbridge
