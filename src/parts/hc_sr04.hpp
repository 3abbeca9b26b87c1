#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-hc-sr04`: measures the control `distance`, in cm. A pulse of at least 10 µs on TRIG makes
/// a pulse on ECHO whose width is 58 µs a cm, 0.5 ms after TRIG has fallen; a distance beyond 400
/// cm makes one of 38 ms. While it measures, TRIG has no effect.
///
/// A guest times the pulse itself. What it takes longer to serve one interrupt than the other is an
/// error: see examples/distance.
PartType hc_sr04_type();

}  // namespace pinbridge::parts
