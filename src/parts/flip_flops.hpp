#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-flip-flop-d` (D, CLK, Q, NOTQ), `-dr` (also R), `-dsr` (also S and R) and
/// `wokwi-flip-flop-sr` (S, CLK, R, Q, NOTQ).
///
/// CLK rising copies D to Q. R and S of a D flip-flop are asynchronous: R high makes Q low, S high
/// makes it high, and R wins. The SR flip-flop samples S and R when CLK rises, and keeps Q if both
/// are low; R wins here too.
///
/// Q is low at first. Inputs that float or are in conflict: D, S and R read low, CLK keeps its
/// level.
std::vector<PartType> flip_flop_types();

}  // namespace pinbridge::parts
