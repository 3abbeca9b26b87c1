#include "base/period.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace pinbridge {
namespace {

/// What follows a decimal point, if `rest` is at one, and moves `rest` behind it; 0 without one.
/// Negative if there are no digits.
double take_fraction(const char*& rest, const char* end) {
  if (rest == end || *rest != '.') return 0;
  const char* digit = ++rest;
  double fraction = 0;
  for (double place = 0.1; digit != end && *digit >= '0' && *digit <= '9'; place /= 10)
    fraction += place * (*digit++ - '0');
  return std::exchange(rest, digit) == digit ? -1 : fraction;
}

}  // namespace

Result<Duration> parse_period(const std::string& text) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> kUnits{{
      {"", 1'000'000},
      {"ns", 1},
      {"us", 1'000},
      {"ms", 1'000'000},
      {"s", 1'000'000'000},
      {"m", 60'000'000'000},
      {"h", 3'600'000'000'000},
  }};
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, count);
  const double fraction = error == std::errc{} ? take_fraction(rest, end) : -1;
  if (!text.starts_with('-') && fraction >= 0) {
    const std::string_view wanted(rest, static_cast<std::size_t>(end - rest));
    for (const auto& [unit, ns] : kUnits) {
      if (unit != wanted) continue;
      // One less for the fraction.
      if (count < std::numeric_limits<std::int64_t>::max() / ns)
        return Duration(count * ns + std::llround(fraction * static_cast<double>(ns)));
      return make_error(ErrorCode::invalid, "\"{}\" is longer than 292 years", text);
    }
  }
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a period; write a number with ns, us, ms, s, m or h, such as "
                    "100ms",
                    text);
}

Result<Duration> parse_duration(const std::string& text) {
  const bool has_unit = text.empty() || text.back() < '0' || text.back() > '9';
  if (!has_unit && text != "0") {
    return make_error(
        ErrorCode::invalid,
        "\"{0}\" has no unit; write ns, us, ms, s, m or h behind the number, such as {0}ms", text);
  }
  return parse_period(text);
}

}  // namespace pinbridge
