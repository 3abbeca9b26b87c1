#include "loop/event_loop.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

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
    loop_.note_work();
    loop_.turn([this] {
      if (on_work) on_work();
    });
    return true;
  }
  void set_spinning(bool spinning) override { log += spinning ? "spin " : "sleep "; }

  /// Brings as much work by bell as makes the loop spin.
  void ring_until_it_spins() {
    for (int i = 0; i < 10; ++i) loop_.note_work();
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

TEST(EventLoop, ATurnRunsBetweenItsHooks) {
  EventLoop loop;
  std::string log;
  loop.set_hooks({.begin = [&](Time) { log += "begin "; },
                  .end =
                      [&] {
                        log += "end ";
                        return Time::max();
                      }});
  loop.turn([&] { log += "work "; });
  EXPECT_EQ(log, "begin work end ");
}

TEST(EventLoop, ATurnForWhatHappenedEarlierHasThatTime) {
  EventLoop loop;
  std::vector<Time> times;
  loop.set_hooks(
      {.begin = [&](Time now) { times.push_back(now); }, .end = [] { return Time::max(); }});
  const Time began = clock_now();
  loop.turn_at(began - seconds(2), [] {});
  loop.turn_at(began - seconds(1), [] {});
  EXPECT_EQ(times, (std::vector{began - seconds(2), began - seconds(1)}));
}

TEST(EventLoop, TimeNeverRunsBackNorAhead) {
  EventLoop loop;
  std::vector<Time> times;
  loop.set_hooks(
      {.begin = [&](Time now) { times.push_back(now); }, .end = [] { return Time::max(); }});
  loop.turn([] {});
  loop.turn_at(times[0] - seconds(1), [] {});
  EXPECT_EQ(times[1], times[0]);
  loop.turn_at(clock_now() + seconds(100), [] {});
  EXPECT_GE(times[2], times[1]);
  EXPECT_LE(times[2], clock_now());
}

TEST(EventLoop, WhatWaitsInABacklogComesBeforeATurn) {
  class Waiting : public Backlog {
   public:
    explicit Waiting(EventLoop& loop) : loop_(loop) { loop_.add_backlog(*this); }
    ~Waiting() override { loop_.remove_backlog(*this); }
    bool take_backlog() override {
      log += "look ";
      loop_.turn_at(clock_now() - seconds(1), [this] { log += "earlier "; });
      loop_.turn([this] { log += "and "; });
      return false;
    }
    std::string log;

   private:
    EventLoop& loop_;
  };
  EventLoop loop;
  Waiting waiting(loop);
  loop.turn([&] { loop.turn([&] { waiting.log += "now"; }); });
  EXPECT_EQ(waiting.log, "look earlier and now");
}

TEST(EventLoop, WhatHappensWhileABacklogIsTakenHasItsOwnTimeThoughItIsHeardAfterTheTurn) {
  class Slow : public Backlog {
   public:
    bool take_backlog() override {
      happened = clock_now();
      while (clock_now() < happened + milliseconds(1)) {
      }
      return false;
    }
    Time happened;
  };
  EventLoop loop;
  std::vector<Time> times;
  loop.set_hooks({.begin = [&](Time now) { times.push_back(now); }, .end = {}});
  Slow slow;
  loop.add_backlog(slow);
  loop.turn([] {});
  loop.turn_at(slow.happened, [] {});
  loop.remove_backlog(slow);
  EXPECT_LE(times.at(0), slow.happened);
  EXPECT_EQ(times.at(1), slow.happened);
}

TEST(EventLoop, WhatIsHeardTooLateForATurnHasItsOwnTimeAndTheTurnsTimeCatchesUp) {
  class Long : public Backlog {
   public:
    bool take_backlog() override { return --left > 0; }
    int left = 2;
  };
  EventLoop loop;
  std::vector<Time> times;
  loop.set_hooks({.begin = [&](Time now) { times.push_back(now); }, .end = {}});
  Long waiting;
  loop.add_backlog(waiting);
  const Time began = clock_now();
  loop.turn_at(began - seconds(2), [] {});
  loop.turn([] {});
  loop.turn_at(began - seconds(1), [] {});
  loop.turn([] {});
  loop.remove_backlog(waiting);
  EXPECT_EQ(times.at(1), began - seconds(2)) << "the time of what came last";
  EXPECT_EQ(times.at(2), began - seconds(1));
  EXPECT_GE(times.at(3), began);
}

TEST(EventLoop, ATurnWithinATurnJoinsIt) {
  EventLoop loop;
  std::string log;
  loop.set_hooks({.begin = [&](Time) { log += "begin "; },
                  .end =
                      [&] {
                        log += "end ";
                        return Time::max();
                      }});
  loop.turn([&] { loop.turn([&] { log += "inner "; }); });
  EXPECT_EQ(log, "begin inner end ");
}

TEST(EventLoop, MakesATurnWhenTheBenchsTimerIsDue) {
  EventLoop loop;
  const Time due = clock_now() + milliseconds(5);
  Time fired{};
  loop.set_hooks({.begin =
                      [&](Time now) {
                        if (now < due) return;
                        fired = now;
                        loop.stop();
                      },
                  .end = [&] { return fired < due ? due : Time::max(); }});
  boost::asio::post(loop.io(), [&] { loop.turn([] {}); });
  loop.run();
  EXPECT_GE(fired, due);
  EXPECT_LT(fired, due + milliseconds(500));
}

TEST(EventLoop, ATimerMovedEarlierFiresEarlier) {
  EventLoop loop;
  const Time start = clock_now();
  Time due = start + seconds(60);
  loop.set_hooks({.begin =
                      [&](Time now) {
                        if (now >= due) loop.stop();
                      },
                  .end = [&] { return due; }});
  loop.turn([] {});
  due = start + milliseconds(2);
  loop.turn([] {});
  loop.run();
  EXPECT_LT(clock_now(), start + seconds(30));
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
  boost::asio::post(loop.io(), [&] { poller.ring_until_it_spins(); });
  loop.run();
  EXPECT_EQ(poller.works_left, 0);
}

TEST(EventLoop, PollsOnceMoreAfterTheBellsAreOnAgain) {
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
    for (int i = 0; i < 10; ++i) loop.note_work();
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
  boost::asio::post(loop.io(), [&] { poller.ring_until_it_spins(); });
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
    poller.ring_until_it_spins();
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
      loop.note_work();
      loop.remove_poller(*this);
      loop.stop();
      return true;
    }
    void set_spinning(bool) override {}
    EventLoop& loop;
  } poller(loop);
  loop.add_poller(poller);
  boost::asio::post(loop.io(), [&] {
    for (int i = 0; i < 10; ++i) loop.note_work();
  });
  loop.run();
}

}  // namespace
}  // namespace pinbridge
