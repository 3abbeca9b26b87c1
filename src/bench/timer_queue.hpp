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

/// Pending actions by time. It has no clock: its owner passes the current time.
class TimerQueue {
 public:
  static constexpr std::uint32_t kNobody = 0xffffffff;

  /// Timers of the same time run in the order in which they were added. `owner` is whatever the
  /// caller knows it by.
  TimerId add(Time due, std::function<void()> action, std::uint32_t owner = kNobody);

  /// A timer that ran, was cancelled, or never was is ignored.
  void cancel(TimerId id);

  /// Time::max() when nothing is pending.
  Time next_due() const;

  /// Of the first timer; there must be one.
  std::uint32_t next_owner() const { return timers_.begin()->second.owner; }

  /// Removes the first timer, that of next_due(). There must be one.
  std::function<void()> take_next();

 private:
  struct Entry {
    std::function<void()> action;
    std::uint32_t owner;
  };

  std::map<TimerId, Entry> timers_;
  std::uint64_t last_serial_ = 0;
};

}  // namespace pinbridge
