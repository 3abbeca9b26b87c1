#include "bench/bench.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

constexpr PinIndex kPin{0};
constexpr PinIndex kSecondPin{1};

/// Two pins with a contact between them, set by the test; records what it sensed.
class Probe : public Part {
 public:
  Layout layout() const override { return {{"a", "b"}, {}, {{kPin, kSecondPin}}, {}}; }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal signal) override {
    if (pin == kPin) seen.push_back(signal.level);
    if (answer) answer(pin, signal);
  }
  void placed() override { host().drive(kPin, at_start); }

  const PartHost& hands() const { return host(); }

  Drive at_start = kNoDrive;
  std::vector<Level> seen;
  std::function<void(PinIndex, Signal)> answer;
};

class Notes : public BenchListener {
 public:
  explicit Notes(const Bench& bench) : bench_(bench) {}
  void pin_changed(const PinChange& change) override {
    lines.push_back(fmt::format("{} {} {} @{}", bench_.pins().name(change.pin),
                                to_string(change.state.direction), to_string(change.state.level),
                                change.time.time_since_epoch() / milliseconds(1)));
  }
  void conflict_began(const Conflict& conflict) override {
    std::string line = "conflict";
    for (const PinId pin : conflict.pins) line += " " + bench_.pins().name(pin);
    lines.push_back(line);
  }
  void oscillation(const std::vector<PinId>& pins, Time) override {
    lines.push_back("oscillation " + bench_.pins().name(pins.front()));
  }

  std::vector<std::string> lines;

 private:
  const Bench& bench_;
};

/// Probes x, y and z; x:a is wired to y:a.
class BenchTest : public ::testing::Test {
 protected:
  void start() {
    std::vector<PartInstance> parts;
    for (const char* id : {"x", "y", "z"}) {
      auto probe = std::make_unique<Probe>();
      probe->at_start = std::string_view(id) == "x" ? at_start_ : kNoDrive;
      probes_.push_back(probe.get());
      parts.push_back({id, "probe", std::move(probe)});
    }
    bench_ = std::make_unique<Bench>(std::move(parts),
                                     std::vector<Wire>{{{PartId{0}, kPin}, {PartId{1}, kPin}}},
                                     timers_, 1, start_);
    notes_ = std::make_unique<Notes>(*bench_);
    bench_->changes().add(*notes_);
  }
  PinId pin(std::string_view name) { return bench_->pins().find(name).value(); }
  Probe& x() { return *probes_[0]; }
  Probe& y() { return *probes_[1]; }

  Drive at_start_ = kNoDrive;
  Time start_;
  TimerQueue timers_;
  std::vector<Probe*> probes_;
  std::unique_ptr<Bench> bench_;
  std::unique_ptr<Notes> notes_;
};

TEST_F(BenchTest, StateIsRightBeforeAnythingHappened) {
  at_start_ = strong(true);
  start();
  EXPECT_EQ(bench_->state(pin("x:a")), (PinState{Direction::out, Level::high}));
  EXPECT_EQ(bench_->state(pin("y:a")), (PinState{Direction::in, Level::high}));
  EXPECT_EQ(bench_->state(pin("z:a")), (PinState{Direction::in, Level::highz}));
  EXPECT_THAT(y().seen, ElementsAre(Level::high));
}

TEST_F(BenchTest, FindsPartsAndPinsByNameOnly) {
  start();
  EXPECT_TRUE(bench_->pins().find_part("x"));
  EXPECT_FALSE(bench_->pins().find_part("w"));
  EXPECT_FALSE(bench_->pins().find("x"));
  EXPECT_FALSE(bench_->pins().find("x:c"));
  EXPECT_THAT(bench_->pins().on_net_of(pin("y:a")), ElementsAre(pin("x:a"), pin("y:a")));
}

TEST_F(BenchTest, EachEdgeReachesPartsAndWatchersInOrder) {
  start();
  bench_->changes().watch(pin("y:a"));
  bench_->begin_turn(Time(milliseconds(5)));
  x().hands().drive(kPin, strong(true));
  x().hands().drive(kPin, strong(false));
  EXPECT_THAT(y().seen, ElementsAre(Level::high, Level::low));
  EXPECT_THAT(notes_->lines, ElementsAre("y:a in high @5", "y:a in low @5"));
}

TEST_F(BenchTest, ChangesOfABatchHappenAtOnce) {
  start();
  bench_->changes().watch(pin("y:a"));
  {
    const Bench::Batch batch(*bench_);
    x().hands().drive(kPin, strong(true));
    x().hands().drive(kPin, strong(false));
  }
  EXPECT_THAT(notes_->lines, ElementsAre("y:a in low @0"));
}

TEST_F(BenchTest, AChangeOfDirectionAtTheSameLevelIsNotified) {
  start();
  bench_->changes().watch(pin("x:a"));
  x().hands().drive(kPin, pull(true));
  x().hands().drive(kPin, strong(true));
  x().hands().drive(kPin, pull(true));
  EXPECT_THAT(notes_->lines, ElementsAre("x:a in high @0", "x:a out high @0", "x:a in high @0"));
}

TEST_F(BenchTest, OnlyWatchedPinsAreNotified) {
  start();
  bench_->changes().watch(pin("x:a"));
  bench_->changes().watch(pin("x:a"));
  bench_->changes().unwatch(pin("x:a"));
  x().hands().drive(kPin, strong(true));
  bench_->changes().unwatch(pin("x:a"));
  x().hands().drive(kPin, strong(false));
  EXPECT_THAT(notes_->lines, ElementsAre("x:a out high @0"));
}

TEST_F(BenchTest, AnOverrideHoldsUntilItIsReleased) {
  start();
  bench_->drive_by_hand(pin("y:a"), strong(true));
  EXPECT_EQ(bench_->state(pin("y:a")), (PinState{Direction::in, Level::high}));
  bench_->drive_by_hand(pin("y:a"), kNoDrive);
  EXPECT_EQ(bench_->state(pin("y:a")), PinState{});
}

TEST_F(BenchTest, AConflictIsReportedOncePerOccurrenceWithItsPins) {
  start();
  x().hands().drive(kPin, strong(true));
  bench_->drive_by_hand(pin("y:a"), strong(false));
  bench_->drive_by_hand(pin("y:a"), kNoDrive);
  bench_->drive_by_hand(pin("y:a"), strong(false));
  EXPECT_THAT(notes_->lines, ElementsAre("conflict x:a y:a", "conflict x:a y:a"));
}

TEST_F(BenchTest, AConflictAcrossAContactIsOneConflict) {
  start();
  x().hands().drive(kPin, strong(true));
  x().hands().drive(kSecondPin, strong(false));
  x().hands().set_contact(0, true);
  EXPECT_THAT(notes_->lines, ElementsAre("conflict x:a x:b"));
}

TEST_F(BenchTest, AnOscillationOfPartsIsReported) {
  start();
  x().answer = [this](PinIndex pin, Signal signal) {
    if (pin == kPin) x().hands().drive(kPin, strong(signal.level != Level::high));
  };
  x().hands().drive(kPin, strong(true));
  EXPECT_THAT(notes_->lines, ElementsAre("oscillation x:a"));
}

TEST_F(BenchTest, TimersRunAtTheirOwnTimesBeforeTheTurn) {
  start();
  bench_->changes().watch(pin("x:a"));
  PartTimer first;
  PartTimer second;
  second.start(x().hands(), milliseconds(2), [this] { x().hands().drive(kPin, strong(false)); });
  first.start(x().hands(), milliseconds(1), [this] { x().hands().drive(kPin, strong(true)); });
  bench_->begin_turn(Time(milliseconds(10)));
  EXPECT_EQ(bench_->now(), Time(milliseconds(10)));
  EXPECT_THAT(notes_->lines, ElementsAre("x:a out high @1", "x:a out low @2"));
}

TEST_F(BenchTest, WhatIsDueInLostTimeHappensLate) {
  start();
  bench_->changes().watch(pin("x:a"));
  PartTimer timer;
  timer.start(x().hands(), milliseconds(1), [this] { x().hands().drive(kPin, strong(true)); });
  bench_->fall_behind(Time(milliseconds(7)));
  EXPECT_THAT(notes_->lines, ::testing::IsEmpty());
  bench_->fall_behind(Time(milliseconds(6)));
  bench_->begin_turn(Time(milliseconds(10)));
  EXPECT_THAT(notes_->lines, ElementsAre("x:a out high @7"));
}

TEST_F(BenchTest, TimeBeginsWhenTheBenchIsMade) {
  start_ = Time(milliseconds(1000));
  start();
  EXPECT_EQ(bench_->now(), start_);
  PartTimer timer;
  timer.start(x().hands(), milliseconds(1), [] {});
  EXPECT_EQ(timers_.next_due(), start_ + milliseconds(1));
}

TEST_F(BenchTest, EachPartHasItsOwnSeedAndTheSameInEachRun) {
  start();
  EXPECT_NE(x().hands().seed(), y().hands().seed());
  const std::uint32_t seed = x().hands().seed();
  probes_.clear();
  start();
  EXPECT_EQ(x().hands().seed(), seed);
}

TEST_F(BenchTest, AnUnknownControlIsRefusedByName) {
  start();
  const auto done = bench_->control(PartId{0}, "pressed", 1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "x: it has no control \"pressed\"; it has none at all");
}

TEST_F(BenchTest, AnExceptionOfAPartLeavesTheBenchUsable) {
  start();
  bench_->changes().watch(pin("y:a"));
  y().answer = [](PinIndex, Signal) { throw std::runtime_error("no memory"); };
  EXPECT_THROW(bench_->drive(pin("x:a"), strong(true)), std::runtime_error);
  y().answer = {};
  bench_->drive(pin("x:a"), strong(false));
  EXPECT_THAT(notes_->lines, ElementsAre("y:a in high @0", "y:a in low @0"));
}

TEST_F(BenchTest, AnExceptionWithinABatchOrATimerLeavesTheBenchUsable) {
  start();
  bench_->changes().watch(pin("x:a"));
  const auto fail = [this] {
    const Bench::Batch batch(*bench_);
    bench_->drive(pin("x:a"), strong(true));
    throw std::runtime_error("no memory");
  };
  EXPECT_THROW(fail(), std::runtime_error);
  bench_->drive(pin("z:a"), strong(true));
  EXPECT_THAT(notes_->lines, ElementsAre("x:a out high @0"));
  PartTimer timer;
  timer.start(x().hands(), milliseconds(1), [] { throw std::runtime_error("no memory"); });
  EXPECT_THROW(bench_->begin_turn(Time(milliseconds(2))), std::runtime_error);
  bench_->begin_turn(Time(milliseconds(2)));
  bench_->drive(pin("x:a"), strong(false));
  EXPECT_THAT(notes_->lines, ElementsAre("x:a out high @0", "x:a out low @2"));
}

/// A thousand inverters that each drive their own input: a step of their oscillation is a thousand
/// changes, and two thousand steps would take seconds.
TEST(BenchOfManyOscillators, EndsAfterABoundedNumberOfChanges) {
  constexpr std::uint32_t kCount = 1000;
  TimerQueue timers;
  std::vector<PartInstance> parts;
  std::vector<Probe*> probes;
  std::uint64_t answers = 0;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    auto probe = std::make_unique<Probe>();
    probes.push_back(probe.get());
    parts.push_back({std::to_string(i), "probe", std::move(probe)});
  }
  Bench bench(std::move(parts), {}, timers, 1);
  for (Probe* probe : probes) {
    probe->answer = [probe, &answers](PinIndex own, Signal signal) {
      ++answers;
      probe->hands().drive(own, strong(signal.level == Level::low));
    };
  }
  {
    const Bench::Batch batch(bench);
    for (Probe* probe : probes) probe->hands().drive(kPin, strong(true));
  }
  EXPECT_GT(answers, 10'000U);
  EXPECT_LT(answers, 100'000U);
}

}  // namespace
}  // namespace pinbridge
