#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-clock-generator`: CLK is low for half a period and high for the other half, from when the
/// part is placed on.
///
/// Each edge has its place in time by its number, rounded to 1 ns, so that no error adds up.
PartType clock_generator_type();

}  // namespace pinbridge
