#include "loop/event_loop.hpp"

#include <algorithm>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>

#include "base/check.hpp"
#include "loop/barrier.hpp"

namespace pinbridge {
namespace {

/// How long a spin may keep a socket waiting.
constexpr Duration kSocketsEvery = std::chrono::microseconds(20);

/// Polling is a load from memory; reading the clock costs more, so it is done once for many polls.
constexpr int kPollsPerClock = 32;

/// A peer that always sends must not delay a guest, whose kicks are disabled while the loop spins.
constexpr int kHandlersPerLook = 16;

/// How often the loop checks whether it is late.
constexpr Duration kHeartbeat = std::chrono::seconds(1);

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

EventLoop::EventLoop(SpinPolicy::Limits limits)
    : policies_{SpinPolicy(limits), SpinPolicy(limits)} {}

void EventLoop::add_poller(Poller& poller) {
  pollers_.push_back(&poller);
  if (spinning_) poller.set_spinning(true);
}

void EventLoop::remove_poller(Poller& poller) {
  std::erase(pollers_, &poller);
}

void EventLoop::expect_work(Arrival by) {
  if (policy(by).enabled()) policy(by).work_expected(clock_now());
}

void EventLoop::run() {
  const auto guard = boost::asio::make_work_guard(io_);
  stopped_ = false;
  io_.restart();
  watch_lateness();
  while (!stopped_) guarded("event handler", [this] { step(); });
  heartbeat_.cancel();
  set_spinning(false);
}

void EventLoop::step() {
  const Time now = clock_now();
  const bool data_is_near = policy(Arrival::descriptor).should_spin(now);
  if (!pollers_.empty() && policy(Arrival::memory).should_spin(now)) {
    spin(data_is_near ? Duration::zero() : kSocketsEvery);
  } else if (spinning_) {
    set_spinning(false);
    poll_once();
  } else if (!data_is_near) {
    io_.run_one();
  } else if (io_.poll_one() == 0) {
    std::this_thread::yield();  // see spin()
  }
}

void EventLoop::watch_lateness() {
  heartbeat_.expires_after(kHeartbeat);
  heartbeat_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    const Duration late = clock_now() - heartbeat_.expiry();
    watch_lateness();
    if (late > kLate && hooks_.late) hooks_.late(late);
  });
}

void EventLoop::stop() {
  stopped_ = true;
  io_.stop();
}

/// True if more waits in any.
bool EventLoop::take_backlogs() {
  if (depth_ > 0 || std::exchange(taking_backlogs_, true)) return true;
  bool more = false;
  for (Backlog* backlog : backlogs_) {
    guarded("backlog of a guest", [&] { more |= backlog->take_backlog(); });
  }
  taking_backlogs_ = false;
  return more;
}

void EventLoop::enter(Time when) {
  if (depth_++ > 0) return;
  last_turn_ = std::max(when, last_turn_);
  if (hooks_.begin) guarded("timer of a part", [this] { hooks_.begin(last_turn_); });
  work_began_ = clock_now();
}

void EventLoop::leave() {
  PB_CHECK(depth_ > 0);
  if (depth_ == 1 && hooks_.end) guarded("end of a turn", [this] { arm_timer(hooks_.end()); });
  --depth_;
}

void EventLoop::send_after_turn(std::shared_ptr<Sender> sender, Priority priority) {
  if (turn_groups_ == 0 && to_send_.empty()) to_send_.send_soon();
  to_send_.add(std::move(sender), priority);
}

void EventLoop::news() {
  if (turn_groups_ == 0 && to_send_.empty()) to_send_.send_soon();
  to_send_.note_news();
}

void EventLoop::gather() {
  if (hooks_.gather) guarded("news for clients", [this] { hooks_.gather(); });
}

void EventLoop::send() {
  guarded("end of a turn", [this] { to_send_.send(); });
}

void EventLoop::arm_timer(Time due) {
  // A timer armed for an earlier time is sufficient: it checks again then. A deadline that is moved
  // later repeatedly therefore costs nothing.
  if (due >= timer_due_) return;
  timer_.expires_at(due);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) on_timer();
  });
  timer_due_ = due;
}

void EventLoop::on_timer() {
  timer_due_ = Time::max();
  turn([] {});
}

/// One short round of a spin: run() decides on each next one.
void EventLoop::spin(Duration sockets_every) {
  set_spinning(true);
  bool any = false;
  for (int i = 0; i < kPollsPerClock && !any; ++i) {
    any = poll_once();
    if (!any) relax();
  }
  // The scheduler tends to wake QEMU's thread, which was just notified, on the processor that spins
  // here. Without this yield it would wait there for our time slice to end, and we for it.
  if (!any) std::this_thread::yield();
  const Time now = clock_now();
  if (now >= timer_due_) on_timer();
  if (now >= sockets_due_) {
    for (int i = 0; i < kHandlersPerLook && io_.poll_one() > 0; ++i) {
    }
    sockets_due_ = now + sockets_every;
  }
}

bool EventLoop::poll_once() {
  bool any = false;
  // A poller may remove itself or others while it works; then one is skipped until the next round.
  for (std::size_t i = 0; i < pollers_.size(); ++i) {
    guarded("guest", [&] { any |= pollers_[i]->poll(); });
  }
  return any;
}

void EventLoop::set_spinning(bool spinning) {
  if (spinning == spinning_) return;
  spinning_ = spinning;
  for (std::size_t i = 0; i < pollers_.size(); ++i) pollers_[i]->set_spinning(spinning);
}

}  // namespace pinbridge
