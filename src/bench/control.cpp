#include "bench/control.hpp"

#include "base/number.hpp"

namespace pinbridge {

std::string to_string(const ControlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<std::string>(value);
}

ControlValue parse_control_value(std::string_view text) {
  if (const auto number = parse_number<std::int64_t>(text)) return *number;
  return std::string(text);
}

}  // namespace pinbridge
