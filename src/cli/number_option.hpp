#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "base/number.hpp"
#include "cli/program.hpp"

namespace pinbridge::cli {

/// Parses a whole number. Throws CLI::ValidationError, with the option's name, if the text is not a
/// whole number from `least` to `most`.
template <std::integral T>
T number_of(const std::string& option, const std::string& text, T least, T most) {
  const auto number = parse_number<T>(text);
  if (number && *number >= least && *number <= most) return *number;
  const std::string range = std::cmp_equal(most, std::numeric_limits<std::int64_t>::max())
                                ? fmt::format("of {} or more", least)
                                : fmt::format("from {} to {}", least, most);
  throw CLI::ValidationError(option, fmt::format("\"{}\" is not a whole number {}", text, range));
}

/// An option N: a whole number from `least` to `most`. `value` is a T, or an optional one; it must
/// live as long as the command.
template <std::integral T>
CLI::Option* add_number_option(CLI::App& command, const std::string& names, auto& value,
                               const std::string& meaning, T least,
                               T most = std::numeric_limits<T>::max()) {
  const auto take = [&value, name = names.substr(names.rfind(',') + 1), least, most](
                        const std::string& text) { value = number_of<T>(name, text, least, most); };
  auto* option = command.add_option_function<std::string>(names, take, meaning);
  option->type_name("N");
  return option;
}

}  // namespace pinbridge::cli
