#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace pinbridge {

/// What a control is set to: a number, or a word.
using ControlValue = std::variant<std::int64_t, std::string>;

/// "3" or "up", as users write it.
std::string to_string(const ControlValue& value);

/// A number if the whole string is one, else a word.
ControlValue parse_control_value(std::string_view text);

/// A setting that a user can change on a part, as its type describes it.
struct ControlSpec {
  std::string name;
  std::string values;   ///< for people: "0 or 1"
  std::string meaning;  ///< one sentence
};

/// A control of a part, and its value now.
struct ControlState {
  std::string name;
  ControlValue value;
};

}  // namespace pinbridge
