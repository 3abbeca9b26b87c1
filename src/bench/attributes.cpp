#include "bench/attributes.hpp"

#include "base/number.hpp"

namespace pinbridge {
namespace {

std::optional<double> parse_frequency(std::string_view text) {
  double unit = 1;
  if (text.ends_with('k')) unit = 1e3;
  if (text.ends_with('m')) unit = 1e6;
  if (unit != 1) text.remove_suffix(1);
  const auto number = parse_number<double>(text);
  if (!number) return std::nullopt;
  return *number * unit;
}

}  // namespace

std::optional<std::string> Attributes::text(std::string_view name) const {
  const auto found = values_.find(std::string(name));
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Attributes::given(std::string_view name) const {
  auto value = text(name);
  return value && value->empty() ? std::nullopt : value;
}

std::int64_t Attributes::integer(std::string_view name, std::int64_t least, std::int64_t most,
                                 std::int64_t fallback) {
  const auto value = given(name);
  if (!value) return fallback;
  const auto parsed = parse_number<std::int64_t>(*value);
  if (parsed && *parsed >= least && *parsed <= most) return *parsed;
  problem(name, fmt::format("\"{}\" is not a whole number from {} to {}", *value, least, most));
  return fallback;
}

double Attributes::number(std::string_view name, double least, double most, double fallback) {
  const auto value = given(name);
  if (!value) return fallback;
  const auto parsed = parse_number<double>(*value);
  if (parsed && *parsed >= least && *parsed <= most) return *parsed;
  problem(name, fmt::format("\"{}\" is not a number from {} to {}", *value, least, most));
  return fallback;
}

double Attributes::frequency(std::string_view name, double least, double most, double fallback) {
  const auto value = given(name);
  if (!value) return fallback;
  const auto parsed = parse_frequency(*value);
  if (parsed && *parsed >= least && *parsed <= most) return *parsed;
  problem(name,
          fmt::format("\"{}\" is not a frequency from {} to {} Hz, such as \"500\" or \"1.5k\"",
                      *value, least, most));
  return fallback;
}

bool Attributes::flag(std::string_view name, bool fallback) {
  if (text(name) == "") return false;
  return choice<bool>(name, {{"1", true}, {"0", false}, {"true", true}, {"false", false}},
                      fallback);
}

void Attributes::problem(std::string_view name, std::string message) {
  problems_.push_back({std::string(name), std::move(message)});
}

void Attributes::harmless_problem(std::string_view name, std::string message) {
  problems_.push_back({std::string(name), std::move(message), true});
}

}  // namespace pinbridge
