#include "bench/attributes.hpp"

#include <charconv>

namespace pinbridge {
namespace {

template <class T>
std::optional<T> parse_whole(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_frequency(std::string_view text) {
  double unit = 1;
  if (text.ends_with('k')) unit = 1e3;
  if (text.ends_with('m')) unit = 1e6;
  if (unit != 1) text.remove_suffix(1);
  const auto number = parse_whole<double>(text);
  if (!number) return std::nullopt;
  return *number * unit;
}

}  // namespace

std::optional<std::string> Attributes::text(std::string_view name) const {
  const auto found = values_.find(std::string(name));
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::int64_t Attributes::integer(std::string_view name, std::int64_t least, std::int64_t most,
                                 std::int64_t fallback) {
  const auto value = text(name);
  if (!value) return fallback;
  const auto parsed = parse_whole<std::int64_t>(*value);
  if (parsed && *parsed >= least && *parsed <= most) return *parsed;
  problem(name, fmt::format("\"{}\" is not a whole number from {} to {}", *value, least, most));
  return fallback;
}

double Attributes::number(std::string_view name, double least, double most, double fallback) {
  const auto value = text(name);
  if (!value) return fallback;
  const auto parsed = parse_whole<double>(*value);
  if (parsed && *parsed >= least && *parsed <= most) return *parsed;
  problem(name, fmt::format("\"{}\" is not a number from {} to {}", *value, least, most));
  return fallback;
}

double Attributes::frequency(std::string_view name, double least, double most, double fallback) {
  const auto value = text(name);
  if (!value) return fallback;
  const auto parsed = parse_frequency(*value);
  if (parsed && *parsed >= least && *parsed <= most) return *parsed;
  problem(name,
          fmt::format("\"{}\" is not a frequency from {} to {} Hz, such as \"500\" or \"1.5k\"",
                      *value, least, most));
  return fallback;
}

bool Attributes::flag(std::string_view name, bool fallback) {
  return choice<bool>(
      name, {{"1", true}, {"0", false}, {"true", true}, {"false", false}, {"", false}}, fallback);
}

void Attributes::problem(std::string_view name, std::string message) {
  problems_.push_back({std::string(name), std::move(message)});
}

void Attributes::harmless_problem(std::string_view name, std::string message) {
  problems_.push_back({std::string(name), std::move(message), true});
}

}  // namespace pinbridge
