#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-7segment`: one to four digits of seven segments and a dot. Segments have their pins in
/// common, and each digit has one: a segment is lit while its pin and its digit's say so.
///
/// It shows, as `text`, what a person reads: what was lit in the last window of Lamps, so that
/// digits that take turns stand side by side. A segment under an eighth of the brightest one's
/// brightness is a ghost, from a digit that was switched a moment late, and is not read. A dot
/// follows its digit, and the colon stands between the second and the third. `brightness` is that
/// of A to G and DP of the first digit, of the next ones, and of the colon if there is one.
PartType seven_segment_type();

}  // namespace pinbridge
