#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge::trace {

/// The default timescale of recordings. sigrok-cli and PulseView create a sample for each unit, so
/// they need about ten seconds to read one second at 1 ns.
constexpr Duration kDefaultTimescale = std::chrono::microseconds(1);

/// The unit of time of a recording: 1, 10 or 100 of ns, us, ms or 1 s, as in "10us".
Result<Duration> parse_timescale(const std::string& text);

/// As VCD writes it: "10 us". With another separator, as parse_timescale() reads it.
std::string timescale_text(Duration unit, std::string_view separator = " ");

}  // namespace pinbridge::trace
