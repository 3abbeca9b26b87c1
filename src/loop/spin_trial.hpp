#pragma once

#include "base/time.hpp"

namespace pinbridge {

/// Finds out by measuring whether polling for a guest's work pays on this machine, where it may
/// take the guest's own processor: of runs of work, some are awaited by polling, and some by
/// sleeping.
///
/// Polling pays if the guest is a third faster with it, or if it is faster and costs this thread at
/// most twice the processor's time of sleeping. What was found is tried again from time to time.
class SpinTrial {
 public:
  /// Of the calling thread, until now.
  using ProcessorClock = Duration (*)();

  /// Works of a measurement.
  static constexpr int kWorks = 128;

  explicit SpinTrial(ProcessorClock clock) : clock_(clock) {}

  /// Work arrived; `follows` other work closely enough to be measured. Of other work, a guest's
  /// pause before it is left out.
  void work_arrived(Time now, bool follows);
  void work_done(int works) { works_ += works; }

  /// Whether to poll now.
  bool polls() const { return polls_; }

 private:
  /// Of one work, in ns; smoothed.
  struct Cost {
    double time = 0;
    double processor = 0;
    int measured = 0;
  };
  void begin();
  void note(Cost& cost, Duration time, Duration processor) const;
  bool next_polls();
  bool polling_pays() const;

  ProcessorClock clock_;
  Cost polling_;
  Cost sleeping_;
  bool polls_ = false;
  int since_try_ = 0;
  // Of this measurement:
  int works_ = 0;
  Duration time_{};
  Duration processor_began_{};
  Time last_ = Time::min();
};

}  // namespace pinbridge
