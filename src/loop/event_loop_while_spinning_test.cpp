#include <algorithm>
#include <ctime>
#include <functional>
#include <stdexcept>
#include <string>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include "loop/event_loop.hpp"

namespace pinbridge {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

Time clock_now() {
  return std::chrono::steady_clock::now();
}

/// A spin that no other load on the machine can end.
constexpr SpinPolicy::Limits kLongSpin{.longest = std::chrono::minutes(10)};

/// Has work again and again, until it has done `works_left`.
class BusyPoller : public Poller {
 public:
  explicit BusyPoller(EventLoop& loop) : loop_(loop) { loop_.add_poller(*this); }
  ~BusyPoller() override { loop_.remove_poller(*this); }

  bool poll() override {
    ++polls;
    if (works_left == 0 || clock_now() - last_work < gap) return false;
    --works_left;
    last_work = clock_now();
    loop_.note_work(EventLoop::Arrival::memory);
    loop_.turn([this] {
      if (on_work) on_work();
    });
    return true;
  }
  void set_spinning(bool spinning) override { log += spinning ? "spin " : "sleep "; }

  /// Reports as much work by kicks as makes the loop spin.
  void kick_until_it_spins() {
    for (int i = 0; i < 10; ++i) loop_.note_work(EventLoop::Arrival::memory);
    last_work = clock_now();
  }

  int works_left = 0;
  Duration gap = microseconds(5);
  Time last_work;
  int polls = 0;
  std::string log;
  std::function<void()> on_work;

 private:
  EventLoop& loop_;
};

void stop_after(EventLoop& loop, boost::asio::steady_timer& timer, Duration delay) {
  timer.expires_after(delay);
  timer.async_wait([&loop](const boost::system::error_code&) { loop.stop(); });
}

TEST(EventLoop, SleepsWithoutPollingWhenNoWorkComes) {
  EventLoop loop;
  BusyPoller poller(loop);
  boost::asio::steady_timer timer(loop.io());
  stop_after(loop, timer, milliseconds(20));
  loop.run();
  EXPECT_EQ(poller.polls, 0);
  EXPECT_EQ(poller.log, "");
}

TEST(EventLoop, FindsWorkByPollingWhileItSpins) {
  EventLoop loop(kLongSpin);
  BusyPoller poller(loop);
  boost::asio::steady_timer timer(loop.io());
  poller.works_left = 100;
  poller.on_work = [&] {
    if (poller.works_left == 0) loop.stop();
  };
  stop_after(loop, timer, seconds(20));
  boost::asio::post(loop.io(), [&] { poller.kick_until_it_spins(); });
  loop.run();
  EXPECT_EQ(poller.works_left, 0);
}

TEST(EventLoop, PollsOnceMoreAfterKicksAreEnabledAgain) {
  EventLoop loop({.longest = milliseconds(100)});
  struct Watch : Poller {
    explicit Watch(EventLoop& owner) : loop(owner) {}
    bool poll() override {
      if (log.back() == 's') loop.stop();
      log += 'p';
      return false;
    }
    void set_spinning(bool spinning) override { log += spinning ? 'S' : 's'; }
    EventLoop& loop;
    std::string log;
  } watch(loop);
  loop.add_poller(watch);
  boost::asio::post(loop.io(), [&] {
    for (int i = 0; i < 10; ++i) loop.note_work(EventLoop::Arrival::memory);
  });
  loop.run();
  loop.remove_poller(watch);
  EXPECT_EQ(watch.log.substr(0, 2), "Sp");
  EXPECT_EQ(watch.log.substr(watch.log.size() - 2), "sp");
}

TEST(EventLoop, ServesItsSocketsAndTimersWhileItSpins) {
  EventLoop loop(kLongSpin);
  BusyPoller poller(loop);
  poller.works_left = 1'000'000'000;
  boost::asio::steady_timer timer(loop.io());
  const Time start = clock_now();
  stop_after(loop, timer, milliseconds(20));
  boost::asio::post(loop.io(), [&] { poller.kick_until_it_spins(); });
  loop.run();
  EXPECT_LT(clock_now() - start, seconds(5));
}

TEST(EventLoop, FiresTheBenchsTimerWhileItSpins) {
  EventLoop loop(kLongSpin);
  BusyPoller poller(loop);
  poller.works_left = 1'000'000'000;
  const Time due = clock_now() + milliseconds(5);
  Time fired = Time::max();
  bool spinning_then = false;
  loop.set_hooks({.begin =
                      [&](Time now) {
                        if (now < due) return;
                        fired = std::min(fired, now);
                        spinning_then = loop.spinning();
                        loop.stop();
                      },
                  .end = [&] { return due; }});
  boost::asio::post(loop.io(), [&] {
    loop.turn([] {});
    poller.kick_until_it_spins();
  });
  loop.run();
  EXPECT_TRUE(spinning_then);
  EXPECT_LT(fired - due, milliseconds(500));
}

TEST(EventLoop, APollerMayRemoveItselfWhileItWorks) {
  EventLoop loop(kLongSpin);
  struct Leaving : Poller {
    explicit Leaving(EventLoop& owner) : loop(owner) {}
    bool poll() override {
      ++polls;
      loop.note_work(EventLoop::Arrival::memory);
      loop.remove_poller(*this);
      loop.stop();
      return true;
    }
    void set_spinning(bool) override {}
    EventLoop& loop;
    int polls = 0;
  } poller(loop);
  loop.add_poller(poller);
  boost::asio::post(loop.io(), [&] {
    for (int i = 0; i < 10; ++i) loop.note_work(EventLoop::Arrival::memory);
  });
  loop.run();
  EXPECT_EQ(poller.polls, 1);
}

TEST(EventLoop, APollerThatThrowsDoesNotStopTheOthers) {
  EventLoop loop(kLongSpin);
  struct Failing : Poller {
    bool poll() override { throw std::runtime_error("no memory"); }
    void set_spinning(bool) override {}
  } failing;
  loop.add_poller(failing);
  BusyPoller poller(loop);
  poller.works_left = 100;
  poller.on_work = [&] {
    if (poller.works_left == 0) loop.stop();
  };
  boost::asio::post(loop.io(), [&] { poller.kick_until_it_spins(); });
  loop.run();
  EXPECT_EQ(poller.works_left, 0);
}

/// The processor's time that the loop takes to wait, without any work, for a fifth of a second.
Duration time_to_wait(EventLoop& loop) {
  boost::asio::steady_timer timer(loop.io());
  stop_after(loop, timer, milliseconds(200));
  const std::clock_t before = std::clock();
  loop.run();
  return microseconds(std::clock() - before) * 1'000'000 / CLOCKS_PER_SEC;
}

TEST(EventLoop, LooksForDataInsteadOfSleepingAfterMuchHasCome) {
  EventLoop sleeping(kLongSpin);
  EventLoop looking(kLongSpin);
  for (int i = 0; i < 10; ++i) looking.note_work(EventLoop::Arrival::descriptor);
  // Even if it shares its processor with many others.
  EXPECT_GT(time_to_wait(looking), milliseconds(10));
  EXPECT_LT(time_to_wait(sleeping), milliseconds(10));
  EXPECT_FALSE(looking.spinning()) << "guests need not suppress their kicks";
}

TEST(EventLoop, DoesNotLookForDataBecauseOfWorkInMemory) {
  EventLoop loop(kLongSpin);
  for (int i = 0; i < 10; ++i) loop.note_work(EventLoop::Arrival::memory);
  EXPECT_LT(time_to_wait(loop), milliseconds(10)) << "there is nothing that it could poll";
}

}  // namespace
}  // namespace pinbridge
