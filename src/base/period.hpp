#pragma once

#include <string>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge {

/// "100ms", "1.5s", "500us", "20ns", "1m" (a minute), "1h"; a number alone counts ms, as in
/// libgpiod's tools. From 0 to what fits into a Duration; rounded to ns.
Result<Duration> parse_period(const std::string& text);

/// The same with a unit, which may only be missing at 0.
Result<Duration> parse_duration(const std::string& text);

}  // namespace pinbridge
