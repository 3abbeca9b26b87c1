#include "base/period.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace pinbridge {

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
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error == std::errc{} && count >= 0) {
    const std::string_view wanted(rest, static_cast<std::size_t>(end - rest));
    for (const auto& [unit, ns] : kUnits) {
      if (unit != wanted) continue;
      if (count <= std::numeric_limits<std::int64_t>::max() / ns) return Duration(count * ns);
      return make_error(ErrorCode::invalid, "\"{}\" is longer than 292 years", text);
    }
  }
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a period; write a whole number with ns, us, ms, s, m or h, "
                    "such as 100ms",
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
