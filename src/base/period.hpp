#pragma once

#include <string>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge {

/// "100ms", "2s", "500us", "20ns", "1m" (a minute), "1h"; a number alone counts ms, as in
/// libgpiod's tools. Whole numbers from 0 to what fits into a Duration.
Result<Duration> parse_period(const std::string& text);

/// The same with a unit, which may only be missing at 0.
Result<Duration> parse_duration(const std::string& text);

}  // namespace pinbridge
