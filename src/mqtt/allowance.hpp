#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/time.hpp"

namespace pinbridge::mqtt {

/// Bounds a rate: a burst of events, and then one per period. Counts those that exceed it.
class Allowance {
 public:
  Allowance(std::uint32_t burst, Duration period) : burst_(burst), period_(period) {}

  /// Whether the event may happen; `now` is never before the last.
  bool take(Time now) {
    const Duration most = period_ * burst_;
    spent_ = std::max(Duration::zero(), spent_ - (now - last_));
    last_ = now;
    if (spent_ + period_ > most) {
      ++suppressed_;
      return false;
    }
    spent_ += period_;
    return true;
  }

  /// The number of events that exceeded it, since the last call.
  std::uint64_t take_suppressed() { return std::exchange(suppressed_, 0); }

 private:
  std::uint32_t burst_;
  Duration period_;
  Duration spent_{};
  Time last_{};
  std::uint64_t suppressed_ = 0;
};

}  // namespace pinbridge::mqtt
