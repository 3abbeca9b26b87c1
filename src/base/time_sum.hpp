#pragma once

#include "base/time.hpp"

namespace pinbridge {

/// The time `duration` after `time`; Time::max() if that is out of range. For a duration from
/// outside, which may be 292 years long. `duration` is not negative.
constexpr Time saturated_sum(Time time, Duration duration) {
  // Only then can the subtraction not overflow.
  if (time > Time{} && duration > Time::max() - time) return Time::max();
  return time + duration;
}

}  // namespace pinbridge
