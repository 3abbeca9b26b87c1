#include "loop/event_loop.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"

namespace pinbridge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Time clock_now() {
  return std::chrono::steady_clock::now();
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

TEST(EventLoop, ATurnForAnEarlierEventHasItsTime) {
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

TEST(EventLoop, ABacklogIsProcessedBeforeATurn) {
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

TEST(EventLoop, AnEventDuringABacklogHasItsOwnTimeThoughItIsReceivedAfterTheTurn) {
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

TEST(EventLoop, AnEventReceivedTooLateForATurnHasItsOwnTimeAndTheTurnsTimeCatchesUp) {
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

TEST(EventLoop, AnExceptionInATurnEndsTheTurnAndLosesNoTimer) {
  EventLoop loop;
  const Time due = clock_now() + milliseconds(5);
  bool thrown = false;
  int begun = 0;
  int ended = 0;
  loop.set_hooks({.begin =
                      [&](Time) {
                        ++begun;
                        if (thrown) loop.stop();
                      },
                  .end =
                      [&] {
                        ++ended;
                        return due;
                      }});
  boost::asio::post(loop.io(), [&] {
    loop.turn([&] {
      loop.turn([&] {
        thrown = true;
        throw std::runtime_error("no memory");
      });
    });
  });
  loop.run();
  EXPECT_EQ(begun, 2) << "a turn within a turn has begun no turn of its own, the timer has";
  EXPECT_EQ(ended, 2);
}

TEST(EventLoop, GoesOnAfterAnExceptionAndLogsIt) {
  const testing::LogCapture log;
  EventLoop loop;
  boost::asio::post(loop.io(), [] { throw std::runtime_error("no memory"); });
  boost::asio::post(loop.io(), [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(log.warnings("no memory; what it was doing is lost").size(), 1U);
}

TEST(EventLoop, AFailureOfTheTurnsBeginningDoesNotLoseItsWork) {
  EventLoop loop;
  bool worked = false;
  loop.set_hooks({.begin = [](Time) { throw std::runtime_error("no memory"); },
                  .end = [] { return Time::max(); }});
  loop.turn([&] { worked = true; });
  EXPECT_TRUE(worked);
}

TEST(EventLoop, ATurnIsSpentWhenItsShareIs) {
  EventLoop loop;
  loop.turn([&] {
    const Time began = clock_now();
    while (clock_now() - began < EventLoop::kTurnShare) {
    }
    EXPECT_TRUE(loop.turn_is_spent());
  });
}

TEST(EventLoop, ReportsThatItStoodStill) {
  EventLoop loop;
  Duration late{};
  loop.set_hooks({.late = [&](Duration by) {
    late = by;
    loop.stop();
  }});
  boost::asio::post(loop.io(), [] {
    const Time began = clock_now();
    while (clock_now() - began < milliseconds(1200)) {
    }
  });
  loop.run();
  EXPECT_GT(late, EventLoop::kLate);
}

TEST(EventLoop, ARoundOfAllLongWorkHasAnEnd) {
  EXPECT_EQ(EventLoop::turn_share(1), EventLoop::kTurnShare);
  EXPECT_EQ(EventLoop::turn_share(20), EventLoop::kTurnShare);
  EXPECT_LE(EventLoop::turn_share(4096) * 4096, EventLoop::kRoundShare);
  EXPECT_GT(EventLoop::turn_share(4096), Duration(0));
}

}  // namespace
}  // namespace pinbridge
