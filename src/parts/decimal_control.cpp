#include "parts/decimal_control.hpp"

#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/number.hpp"

namespace pinbridge::parts {
namespace {

std::int64_t steps_of_a_unit(int decimals) {
  std::int64_t steps = 1;
  for (int i = 0; i < decimals; ++i) steps *= 10;
  return steps;
}

/// Digits only: no sign, no exponent.
std::optional<std::int64_t> digits_of(std::string_view text) {
  if (text.starts_with('-')) return std::nullopt;
  return parse_number<std::int64_t>(text);
}

/// "-21.3" with one decimal is -213. nullopt for what is not a number, or has more decimals.
std::optional<std::int64_t> parse(std::string_view text, int decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string fraction;
  if (point != std::string_view::npos) fraction = text.substr(point + 1);
  if (fraction.size() > static_cast<std::size_t>(decimals)) return {};
  fraction.resize(static_cast<std::size_t>(decimals), '0');
  const auto whole = digits_of(text.substr(0, point));
  const auto part = decimals == 0 && point == std::string_view::npos ? 0 : digits_of(fraction);
  constexpr std::int64_t kMostUnits = 1'000'000'000'000;
  if (!whole || !part || *whole > kMostUnits) return {};
  const std::int64_t steps = *whole * steps_of_a_unit(decimals) + *part;
  return negative ? -steps : steps;
}

}  // namespace

void DecimalControl::read(Attributes& attributes) {
  const double given = attributes.number(name, least, most, value());
  steps = std::llround(given * static_cast<double>(steps_of_a_unit(decimals)));
}

ControlState DecimalControl::state() const {
  const std::int64_t unit = steps_of_a_unit(decimals);
  if (steps % unit == 0) return {std::string(name), steps / unit};
  const std::int64_t size = std::abs(steps);
  std::string text =
      fmt::format("{}{}.{:0{}}", steps < 0 ? "-" : "", size / unit, size % unit, decimals);
  while (text.back() == '0') text.pop_back();
  return {std::string(name), text};
}

Result<void> DecimalControl::set(const ControlValue& next) {
  const auto unit = static_cast<double>(steps_of_a_unit(decimals));
  const auto wanted = parse(to_string(next), decimals);
  if (wanted && *wanted >= std::llround(least * unit) && *wanted <= std::llround(most * unit)) {
    steps = *wanted;
    return {};
  }
  const std::string given = to_string(next);
  if (decimals == 0) {
    return make_error(ErrorCode::invalid, "{} must be a whole number from {} to {}, not \"{}\"",
                      name, least, most, given);
  }
  return make_error(ErrorCode::invalid,
                    "{} must be a number from {} to {} with up to {} decimal{}, not \"{}\"", name,
                    least, most, decimals, decimals == 1 ? "" : "s", given);
}

ControlSpec DecimalControl::spec(std::string meaning) const {
  std::string values = fmt::format("{} to {}", least, most);
  if (decimals > 0) {
    values += fmt::format(", in steps of {}", 1.0 / static_cast<double>(steps_of_a_unit(decimals)));
  }
  return {std::string(name), std::move(values), std::move(meaning)};
}

ControlRange DecimalControl::range() const {
  return {std::string(name), least, most, 1.0 / static_cast<double>(steps_of_a_unit(decimals))};
}

double DecimalControl::value() const {
  return static_cast<double>(steps) / static_cast<double>(steps_of_a_unit(decimals));
}

}  // namespace pinbridge::parts
