#include "trace/timescale.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "base/period.hpp"

namespace pinbridge::trace {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> kUnits{
    {{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}}};

}  // namespace

Result<Duration> parse_timescale(const std::string& text) {
  const auto unit = parse_duration(text);
  for (std::int64_t ns = 1; unit && ns <= 1'000'000'000; ns *= 10) {
    if (unit->count() == ns) return *unit;
  }
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a timescale; write 1, 10 or 100 with ns, us or ms, or 1s", text);
}

std::string timescale_text(Duration unit, std::string_view separator) {
  for (const auto& [name, ns] : kUnits) {
    if (unit.count() >= ns) return fmt::format("{}{}{}", unit.count() / ns, separator, name);
  }
  return fmt::format("1{}ns", separator);
}

}  // namespace pinbridge::trace
