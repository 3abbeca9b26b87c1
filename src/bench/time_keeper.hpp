#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "base/time.hpp"
#include "bench/bench.hpp"

namespace pinbridge {

/// Begins a bench's turns so that it keeps up with the time, or falls behind in order.
///
/// Timers that are due run in a turn for up to `longest` of real time; the rest runs in the next
/// one, so that guests and clients have turns in between. Turns that follow each other closely get
/// less: timers take up to half of the time. A bench that is `most_behind` late leaves out what it
/// missed beyond that, because making up for it would take longer than it takes to miss more;
/// listeners are notified (fell_behind).
class TimeKeeper {
 public:
  struct Limits {
    Duration most_behind = std::chrono::milliseconds(50);
    Duration longest = std::chrono::milliseconds(2);
  };

  /// `clock` measures how long timers take. `bench` outlives this.
  TimeKeeper(Bench& bench, std::function<Time()> clock) : TimeKeeper(bench, clock, Limits()) {}
  TimeKeeper(Bench& bench, std::function<Time()> clock, Limits limits)
      : bench_(bench), clock_(std::move(clock)), limits_(limits) {}

  /// Begins a turn at `now`, or, where timers are left that are due, at the time of the last that
  /// ran.
  void begin_turn(Time now);

 private:
  Bench& bench_;
  std::function<Time()> clock_;
  Limits limits_;
  Time last_end_ = Time::min();  ///< of the last timers that ran
};

}  // namespace pinbridge
