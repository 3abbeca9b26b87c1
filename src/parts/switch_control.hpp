#pragma once

#include <string_view>

#include "base/result.hpp"
#include "bench/control.hpp"

namespace pinbridge::parts {

/// The two positions of a control: 0 and 1, as a number.
inline Result<bool> parse_position(std::string_view control, const ControlValue& value) {
  if (value == ControlValue(0)) return false;
  if (value == ControlValue(1)) return true;
  return make_error(ErrorCode::invalid, "{} must be 0 or 1, not \"{}\"", control, to_string(value));
}

}  // namespace pinbridge::parts
