#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "base/time.hpp"

namespace pinbridge {

/// Names one pending timer; a default one names none.
struct TimerId {
  Time due{};
  std::uint64_t serial = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): a 0 of the compiler's own
  friend auto operator<=>(const TimerId&, const TimerId&) = default;
};

/// What is to happen when. It has no clock: whoever owns it says what time it is.
class TimerQueue {
 public:
  /// Timers of the same time run in the order in which they were added.
  TimerId add(Time due, std::function<void()> action);

  /// A timer that ran, was cancelled, or never was is ignored.
  void cancel(TimerId id);

  /// Time::max() when nothing is pending.
  Time next_due() const;

  /// Takes out the first timer, of which next_due() told. There must be one.
  std::function<void()> take_next();

 private:
  std::map<TimerId, std::function<void()>> timers_;
  std::uint64_t last_serial_ = 0;
};

}  // namespace pinbridge
