#pragma once

#include <string>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge::scenario {

/// "500ms", "1.5s": a number from 0 on with ns, us, ms, s, m or h. At most a day.
Result<Duration> parse_time(const std::string& text);

/// "2Hz", "1.5kHz", "1MHz" or a number of Hz, above 0.
Result<double> parse_frequency(const std::string& text);

/// "5%" or 0.05, from 0 to 100 %.
Result<double> parse_share(const std::string& text);

/// "1.250 s", "12.5 ms", "800 ns": with up to three decimals.
std::string time_text(Duration duration);

}  // namespace pinbridge::scenario
