#pragma once

#include <chrono>

namespace pinbridge {

using Duration = std::chrono::nanoseconds;

/// Monotonic time, in ns. Of the host's CLOCK_MONOTONIC in a running bench, of a test's choosing in
/// tests.
using Time = std::chrono::time_point<std::chrono::steady_clock, Duration>;

}  // namespace pinbridge
