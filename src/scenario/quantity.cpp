#include "scenario/quantity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/number.hpp"

namespace pinbridge::scenario {
namespace {

using Unit = std::pair<std::string_view, double>;

constexpr std::array<Unit, 6> kTimes{
    {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 6e10}, {"h", 3600e9}}};
constexpr std::array<Unit, 4> kFrequencies{{{"MHz", 1e6}, {"kHz", 1e3}, {"Hz", 1}, {"", 1}}};
constexpr double kLongest = 24 * 3600e9;

/// A number that is not negative, before one of the units; blanks may be between them, as in
/// Wokwi's files.
std::optional<double> parse(std::string_view text, const auto& units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = parse_number<double>(text.substr(0, digits));
  const std::size_t blanks = std::min(text.find_first_not_of(' ', digits), text.size());
  const std::string_view suffix = text.substr(blanks == text.size() ? digits : blanks);
  for (const auto& [unit, factor] : units) {
    if (number && unit == suffix) return *number * factor;
  }
  return std::nullopt;
}

/// Without zeros at the end.
std::string short_number(double number) {
  std::string text = fmt::format("{:.3f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

Result<Duration> parse_time(const std::string& text) {
  const auto ns = parse(text, kTimes);
  if (ns && *ns <= kLongest) return Duration(std::llround(*ns));
  // Only zero is the same in each unit.
  if (parse_number<double>(text) == 0.0) return Duration::zero();
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a duration; write a number with ns, us, ms, s, m or h, such "
                    "as 500ms (at most 24h)",
                    text);
}

Result<double> parse_frequency(const std::string& text) {
  const auto hertz = parse(text, kFrequencies);
  if (hertz && *hertz > 0) return *hertz;
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a frequency; write a number with Hz, kHz or MHz, such as 2Hz",
                    text);
}

Result<double> parse_share(const std::string& text) {
  static constexpr std::array<Unit, 2> kUnits{{{"%", 0.01}, {"", 1}}};
  const auto share = parse(text, kUnits);
  if (share && *share <= 1) return *share;
  return make_error(ErrorCode::invalid, "\"{}\" is not a share; write 0% to 100%, such as 5%",
                    text);
}

std::string time_text(Duration duration) {
  const auto ns = static_cast<double>(duration.count());
  if (ns < 1e3) return fmt::format("{} ns", duration.count());
  if (ns < 1e6) return short_number(ns / 1e3) + " us";
  if (ns < 1e9) return short_number(ns / 1e6) + " ms";
  return short_number(ns / 1e9) + " s";
}

}  // namespace pinbridge::scenario
