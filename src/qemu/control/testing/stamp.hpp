#pragma once

#include <string>

#include <fmt/format.h>

#include "qemu/control/time_stamp.hpp"

namespace pinbridge::testing {

/// What QEMU puts before a trace event that it writes at that time.
inline std::string stamp(qemu::WallTime time) {
  const auto at = time.time_since_epoch().count();
  return fmt::format("1234@{}.{:06}:", at / 1'000'000, at % 1'000'000);
}

}  // namespace pinbridge::testing
