#pragma once

#include <string_view>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

inline constexpr std::string_view kClockGenerator = "wokwi-clock-generator";

/// `wokwi-clock-generator`: CLK is low for half a period and high for the other half, from when the
/// part is placed on.
///
/// The time of each edge is computed from its number and rounded to 1 ns, so errors do not add up.
PartType clock_generator_type();

}  // namespace pinbridge::parts
