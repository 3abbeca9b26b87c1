#pragma once

#include <optional>

#include "base/time.hpp"
#include "loop/spin_trial.hpp"

namespace pinbridge {

/// Whether to poll for a guest's next work instead of sleeping until its kick.
///
/// A kick costs tens of µs to wake us; polling costs a core. So a spin lasts only a short time
/// after the last work. It begins only after a run of work whose gaps a poll would have bridged.
/// Each spin that finds little makes the required run longer, each that finds much makes it
/// shorter. A guest that blinks an LED never causes a spin; one that toggles in a loop causes one
/// after a handful of toggles, and again after each pause of its scheduler. Whether it pays at all
/// can be measured (SpinTrial).
///
/// Pure: receives the time and reads no clock but the one of Limits.
class SpinPolicy {
 public:
  struct Limits {
    /// How long after the last work a spin may last; zero: never spin.
    Duration longest = std::chrono::microseconds(200);
    /// If it is given, a spin must also pay by this clock.
    SpinTrial::ProcessorClock processor = nullptr;
  };

  explicit SpinPolicy(Limits limits) : limits_(limits) {
    if (enabled() && limits.processor != nullptr) trial_.emplace(limits.processor);
  }

  /// Work of a guest arrived, by a kick or found by polling.
  void work_arrived(Time now);

  /// What has arrived was processed: `works` of it, of which several can arrive at once.
  void work_done(int works) {
    if (trial_) trial_->work_done(works);
  }

  /// The guest received something that it will respond to soon: an interrupt.
  void work_expected(Time now) { last_ = now; }

  /// Whether to spin now; asked again and again while spinning.
  bool should_spin(Time now);

  bool enabled() const { return limits_.longest > Duration::zero(); }

 private:
  Duration window() const;
  bool may_pay() const { return !trial_ || trial_->polls(); }

  Limits limits_;
  std::optional<SpinTrial> trial_;
  Time last_ = Time::min();  ///< of the last work, or of what will bring some
  Duration typical_gap_{};   ///< smoothed, of the gaps that a spin can bridge
  int run_ = 0;              ///< works in a row with such gaps
  int price_ = kCheapest;    ///< the run that a spin requires
  int found_ = 0;            ///< works that this spin found
  bool spinning_ = false;

  static constexpr int kCheapest = 4;
  static constexpr int kDearest = 32;
  static constexpr int kWorksThatPay = 8;
};

}  // namespace pinbridge
