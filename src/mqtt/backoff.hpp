#pragma once

#include <algorithm>
#include <cstdint>
#include <random>

#include "base/time.hpp"

namespace pinbridge::mqtt {

/// How long to wait before the next attempt to connect: twice as long after each, with a random
/// part, so that the benches of a broker that was restarted do not all return at the same moment.
class Backoff {
 public:
  static constexpr Duration kFirst = std::chrono::milliseconds(250);
  static constexpr Duration kLongest = std::chrono::seconds(30);

  explicit Backoff(std::uint32_t seed) : random_(seed) {}

  /// From half of the present step to all of it.
  Duration next() {
    const auto step = step_.count();
    step_ = std::min(step_ * 2, kLongest);
    return Duration(std::uniform_int_distribution<Duration::rep>(step / 2, step)(random_));
  }
  void reset() { step_ = kFirst; }

 private:
  std::mt19937 random_;
  Duration step_ = kFirst;
};

}  // namespace pinbridge::mqtt
