#include "bench/time_keeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

/// Ticks every millisecond; each tick takes `cost` of real time.
class Ticker : public Part {
 public:
  Ticker(Time& real, Duration cost) : real_(real), cost_(cost) {}
  Layout layout() const override { return {.pins = {"1"}}; }

  int ticks = 0;

 protected:
  void placed() override { next(); }

 private:
  void next() {
    timer_.start(host(), milliseconds(1), [this] {
      ++ticks;
      real_ += cost_;
      next();
    });
  }

  Time& real_;
  Duration cost_;
  PartTimer timer_;
};

class Notes : public BenchListener {
 public:
  explicit Notes(Bench& bench) : bench_(bench) { bench_.changes().add(*this); }
  ~Notes() override { bench_.changes().remove(*this); }
  void fell_behind(std::optional<PartId> busiest, Time) override {
    behind.push_back(busiest ? bench_.pins().part_id(*busiest) : "nobody");
  }

  std::vector<std::string> behind;

 private:
  Bench& bench_;
};

/// A bench with two tickers, and a clock that only they advance.
class TimeKeeperTest : public ::testing::Test {
 protected:
  void make(Duration cost_of_a, Duration cost_of_b) {
    std::vector<PartInstance> parts;
    parts.push_back({"a", "ticker", std::make_unique<Ticker>(real_, cost_of_a)});
    parts.push_back({"b", "ticker", std::make_unique<Ticker>(real_, cost_of_b)});
    bench_ = std::make_unique<Bench>(std::move(parts), std::vector<Wire>{}, timers_, 1);
    keeper_ = std::make_unique<TimeKeeper>(*bench_, [this] { return real_; });
    notes_ = std::make_unique<Notes>(*bench_);
  }
  int ticks(std::uint32_t part) { return static_cast<Ticker&>(bench_->part(PartId{part})).ticks; }
  Duration bench_time() { return bench_->now().time_since_epoch(); }

  Time real_{};
  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
  std::unique_ptr<TimeKeeper> keeper_;
  std::unique_ptr<Notes> notes_;
};

TEST_F(TimeKeeperTest, RunsAllThatIsDueWhereThatIsCheap) {
  make(microseconds(1), microseconds(1));
  keeper_->begin_turn(Time(milliseconds(40)));
  EXPECT_EQ(ticks(0), 40);
  EXPECT_EQ(ticks(1), 40);
  EXPECT_EQ(bench_time(), milliseconds(40));
}

TEST_F(TimeKeeperTest, LeavesTimersToTheNextTurnWhenTheyTakeTooLong) {
  make(microseconds(250), microseconds(250));
  keeper_->begin_turn(Time(milliseconds(10)));
  EXPECT_EQ(ticks(0) + ticks(1), 8) << "2 ms";
  EXPECT_EQ(bench_time(), milliseconds(4)) << "the time of the last that ran";
  real_ += milliseconds(10);
  keeper_->begin_turn(Time(milliseconds(10)));
  EXPECT_EQ(ticks(0) + ticks(1), 16);
}

TEST_F(TimeKeeperTest, TurnsThatFollowCloselyRunFewTimers) {
  make(microseconds(250), microseconds(250));
  keeper_->begin_turn(Time(milliseconds(40)));
  EXPECT_EQ(ticks(0) + ticks(1), 8);
  keeper_->begin_turn(Time(milliseconds(40)));
  EXPECT_EQ(ticks(0) + ticks(1), 9) << "a client's turn, at once: one timer and not 2 ms";
}

TEST_F(TimeKeeperTest, LeavesOutWhatItMissedAndNamesTheBusiestPart) {
  make(Duration::zero(), Duration::zero());
  keeper_->begin_turn(Time(milliseconds(10)));
  EXPECT_THAT(notes_->behind, ElementsAre());
  keeper_->begin_turn(Time(milliseconds(1000)));
  EXPECT_THAT(notes_->behind, ElementsAre("a"));
  EXPECT_EQ(bench_time(), milliseconds(1000));
  EXPECT_EQ(ticks(0), 10 + 51) << "those of the last 50 ms, and the one that was late";
}

TEST_F(TimeKeeperTest, ABenchThatCannotKeepUpStaysCloseToTheTime) {
  make(milliseconds(10), milliseconds(10));
  for (int turn = 1; turn <= 100; ++turn) {
    keeper_->begin_turn(Time(milliseconds(20 * turn)));
    EXPECT_GE(bench_time(), milliseconds(20 * turn - 50));
  }
  EXPECT_FALSE(notes_->behind.empty());
}

}  // namespace
}  // namespace pinbridge
