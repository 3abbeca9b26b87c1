#include "loop/event_loop.hpp"

#include <algorithm>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>

#include "base/check.hpp"

namespace pinbridge {
namespace {

/// How long a spin may keep a socket waiting.
constexpr Duration kSocketsEvery = std::chrono::microseconds(20);

/// Asking a poller is a load from memory; reading the clock is dearer, so it is done once for many.
constexpr int kPollsPerClock = 32;

/// A peer that always has something to say must not keep a guest waiting, whose bell is off.
constexpr int kHandlersPerLook = 16;

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

EventLoop::EventLoop(SpinPolicy::Limits limits) : spin_policy_(limits) {}

void EventLoop::add_poller(Poller& poller) {
  pollers_.push_back(&poller);
  if (spinning_) poller.set_spinning(true);
}

void EventLoop::remove_poller(Poller& poller) {
  std::erase(pollers_, &poller);
}

void EventLoop::note_work() {
  spin_policy_.work_arrived(clock_now());
}

void EventLoop::expect_work() {
  if (spin_policy_.enabled()) spin_policy_.work_expected(clock_now());
}

void EventLoop::run() {
  const auto guard = boost::asio::make_work_guard(io_);
  stopped_ = false;
  io_.restart();
  while (!stopped_) {
    if (!pollers_.empty() && spin_policy_.should_spin(clock_now())) {
      spin();
    } else if (spinning_) {
      set_spinning(false);
      poll_once();
    } else {
      io_.run_one();
    }
  }
  set_spinning(false);
}

void EventLoop::stop() {
  stopped_ = true;
  io_.stop();
}

/// True if more waits in any.
bool EventLoop::take_backlogs() {
  if (depth_ > 0 || std::exchange(taking_backlogs_, true)) return true;
  bool more = false;
  for (Backlog* backlog : backlogs_) more |= backlog->take_backlog();
  taking_backlogs_ = false;
  return more;
}

void EventLoop::enter(Time when) {
  if (depth_++ > 0) return;
  last_turn_ = std::max(when, last_turn_);
  if (hooks_.begin) hooks_.begin(last_turn_);
}

void EventLoop::leave() {
  PB_CHECK(depth_ > 0);
  if (depth_ == 1 && hooks_.end) arm_timer(hooks_.end());
  --depth_;
}

void EventLoop::arm_timer(Time due) {
  // Armed for earlier is soon enough: it looks again then. So a deadline that is put off again and
  // again costs nothing.
  if (due >= timer_due_) return;
  timer_due_ = due;
  timer_.expires_at(due);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) on_timer();
  });
}

void EventLoop::on_timer() {
  timer_due_ = Time::max();
  turn([] {});
}

/// One short round of a spin: run() decides on each next one.
void EventLoop::spin() {
  set_spinning(true);
  bool any = false;
  for (int i = 0; i < kPollsPerClock && !any; ++i) {
    any = poll_once();
    if (!any) relax();
  }
  // The scheduler likes to wake QEMU's thread, which we have just rung for, on the very processor
  // that we spin on: without this it would wait there for our slice to end, and we for it.
  if (!any) std::this_thread::yield();
  const Time now = clock_now();
  if (now >= timer_due_) on_timer();
  if (now >= sockets_due_) {
    for (int i = 0; i < kHandlersPerLook && io_.poll_one() > 0; ++i) {
    }
    sockets_due_ = now + kSocketsEvery;
  }
}

bool EventLoop::poll_once() {
  bool any = false;
  // A poller may remove itself or others while it works: then one is passed over, until next time.
  for (std::size_t i = 0; i < pollers_.size(); ++i) any |= pollers_[i]->poll();
  return any;
}

void EventLoop::set_spinning(bool spinning) {
  if (spinning == spinning_) return;
  spinning_ = spinning;
  for (std::size_t i = 0; i < pollers_.size(); ++i) pollers_[i]->set_spinning(spinning);
}

}  // namespace pinbridge
