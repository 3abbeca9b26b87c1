#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-7segment`: one to four digits of seven segments and a dot. All digits share the pins of
/// their segments, and each digit has a separate pin: a segment is lit while both pins are active.
///
/// It shows as `text` the readable text: what was lit in the last window of Lamps, so multiplexed
/// digits appear side by side. A segment under an eighth of the brightest one's brightness is a
/// ghost of a digit that was switched late, and is not read. A dot follows its digit; the colon is
/// between the second and the third. `brightness` is that of A to G and DP of each digit, and of
/// the colon if there is one.
PartType seven_segment_type();

}  // namespace pinbridge::parts
