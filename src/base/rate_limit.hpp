#pragma once

#include <cstddef>

#include "base/time.hpp"

namespace pinbridge {

/// A burst, and then a rate: clients that exceed it wait.
class RateLimit {
 public:
  /// `burst` and `per_second` are at least 1.
  RateLimit(double burst, double per_second)
      : burst_(burst), per_second_(per_second), left_(burst) {}

  /// Takes `count`, and returns how long to wait before the next is listened to: mostly nothing.
  Duration take(Time now, std::size_t count = 1);

 private:
  double burst_;
  double per_second_;
  double left_;
  Time last_{};
};

}  // namespace pinbridge
