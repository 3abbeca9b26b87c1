#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

// Breadboards: holes as pins, and strips that join them. `12t.a` is column 12 of the top half, row
// a; its strip is rows a to e, and that of the bottom half, `12b.f`, rows f to j. The rails are
// `tp.1`, `tn.1`, `bp.1`, `bn.1` …: plus and minus of top and bottom, each one strip from end to
// end.

/// `wokwi-breadboard`: 63 columns, rails of 50 holes; 830 in all.
PartType breadboard_type();

/// `wokwi-breadboard-half`: 30 columns, rails of 25 holes; 400 in all.
PartType breadboard_half_type();

/// `wokwi-breadboard-mini`: 17 columns and no rails; 170 holes.
PartType breadboard_mini_type();

}  // namespace pinbridge::parts
