#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-flip-flop-d` (D, CLK, Q, NOTQ), `-dr` (also R), `-dsr` (also S and R) and
/// `wokwi-flip-flop-sr` (S, CLK, R, Q, NOTQ).
///
/// CLK rising takes D over to Q. R and S of a D flip-flop wait for no clock: R high makes Q low, S
/// high makes it high, and R wins. The SR flip-flop looks at S and R when CLK rises, and keeps Q
/// where both are low; here too R wins.
///
/// Q is low at first. What floats or is in conflict: D, S and R read low, CLK stays where it was.
std::vector<PartType> flip_flop_types();

}  // namespace pinbridge
