#include "bench/timer_queue.hpp"

#include "base/check.hpp"

namespace pinbridge {

TimerId TimerQueue::add(Time due, std::function<void()> action, std::uint32_t owner) {
  const TimerId id{due, ++last_serial_};
  timers_.emplace(id, Entry{std::move(action), owner});
  return id;
}

void TimerQueue::cancel(TimerId id) {
  timers_.erase(id);
}

Time TimerQueue::next_due() const {
  return timers_.empty() ? Time::max() : timers_.begin()->first.due;
}

std::function<void()> TimerQueue::take_next() {
  PB_CHECK(!timers_.empty());
  return std::move(timers_.extract(timers_.begin()).mapped().action);
}

}  // namespace pinbridge
