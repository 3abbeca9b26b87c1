#pragma once

#include "base/time.hpp"

namespace pinbridge {

/// Whether to ask for a guest's next work in a loop instead of sleeping until its bell rings.
///
/// A bell costs tens of µs to wake us; asking costs a core. So a spin lasts only a short while
/// after the last work, it is begun only after a run of work that came so close together that
/// asking would have found it, and each spin that finds little makes that run longer, each that
/// finds much makes it shorter. A guest that blinks an LED never spins; one that toggles in a loop
/// spins after a handful of toggles, and again after each pause that its scheduler takes.
///
/// Pure: told the time, reads no clock.
class SpinPolicy {
 public:
  struct Limits {
    /// How long after the last work a spin may last; zero: never spin.
    Duration longest = std::chrono::microseconds(200);
  };

  explicit SpinPolicy(Limits limits) : limits_(limits) {}

  /// A guest brought work, by bell or by being asked.
  void work_arrived(Time now);

  /// We gave the guest something that it will answer soon: an interrupt.
  void work_expected(Time now) { last_ = now; }

  /// Whether to spin now; asked again and again while spinning.
  bool should_spin(Time now);

  bool enabled() const { return limits_.longest > Duration::zero(); }

 private:
  Duration window() const;

  Limits limits_;
  Time last_ = Time::min();  ///< of the last work, or of what will bring some
  Duration typical_gap_{};   ///< smoothed, of the gaps that a spin can bridge
  int run_ = 0;              ///< works in a row with such gaps
  int price_ = kCheapest;    ///< the run that buys a spin
  int found_ = 0;            ///< works that this spin found
  bool spinning_ = false;

  static constexpr int kCheapest = 4;
  static constexpr int kDearest = 32;
  static constexpr int kWorksThatPay = 8;
};

}  // namespace pinbridge
