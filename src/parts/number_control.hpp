#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "bench/attributes.hpp"
#include "bench/control.hpp"

namespace pinbridge::parts {

/// A control with a whole number in a range, such as the measurement of a sensor.
struct NumberControl {
  std::string_view name;
  std::int64_t least;
  std::int64_t most;
  std::int64_t value;

  /// Takes its first value from the attribute of the same name; decimals are rounded.
  void read(Attributes& attributes) {
    value = std::llround(attributes.number(name, static_cast<double>(least),
                                           static_cast<double>(most), static_cast<double>(value)));
  }

  ControlState state() const { return {std::string(name), value}; }

  Result<void> set(const ControlValue& next) {
    const auto* number = std::get_if<std::int64_t>(&next);
    if (number && *number >= least && *number <= most) {
      value = *number;
      return {};
    }
    return make_error(ErrorCode::invalid, "{} must be a whole number from {} to {}, not \"{}\"",
                      name, least, most, to_string(next));
  }

  ControlSpec spec(std::string meaning) const {
    return {std::string(name), fmt::format("{} to {}", least, most), std::move(meaning)};
  }
};

}  // namespace pinbridge::parts
