#include "base/period.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace pinbridge {

Result<Duration> parse_period(const std::string& text) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> kUnits{{
      {"", 1'000'000},
      {"ns", 1},
      {"us", 1'000},
      {"ms", 1'000'000},
      {"s", 1'000'000'000},
      {"m", 60'000'000'000},
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
                    "\"{}\" is no period; a period is a whole number with ns, us, ms, s or m, such "
                    "as 100ms",
                    text);
}

}  // namespace pinbridge
