#pragma once

#include <algorithm>
#include <chrono>

#include "base/time.hpp"
#include "base/time_sum.hpp"

namespace pinbridge::cli {

/// The time `duration` from now; Time::max() if that is out of range.
inline Time deadline_after(Duration duration) {
  return saturated_sum(std::chrono::steady_clock::now(), duration);
}

/// How long until then: zero once it is over, Duration::max() for Time::max().
inline Duration time_until(Time deadline) {
  if (deadline == Time::max()) return Duration::max();
  const Duration left = deadline - std::chrono::steady_clock::now();
  return std::max(left, Duration::zero());
}

}  // namespace pinbridge::cli
