#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "bench/attributes.hpp"
#include "bench/control.hpp"
#include "bench/described_part.hpp"

namespace pinbridge::parts {

/// A control with a decimal number in a range, such as the measurement of a sensor. Its value is
/// kept as a whole number of the smallest steps, so that 21.3 stays 21.3.
struct DecimalControl {
  std::string_view name;
  double least;        ///< with at most `decimals` decimals
  double most;         ///< likewise
  int decimals;        ///< 0 to 6
  std::int64_t steps;  ///< the value, in units of 10^-decimals

  /// Takes its first value from the attribute of the same name, rounded to its decimals.
  void read(Attributes& attributes);

  /// A number if it is whole, else a string: "21.3".
  ControlState state() const;

  /// Accepts a whole number, or a string such as "21.3" with up to this many decimals.
  Result<void> set(const ControlValue& next);

  ControlSpec spec(std::string meaning) const;
  ControlRange range() const;

  double value() const;
};

}  // namespace pinbridge::parts
