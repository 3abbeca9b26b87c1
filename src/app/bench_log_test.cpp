#include "app/bench_log.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

namespace pinbridge::app {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

class Box : public Part {
 public:
  Layout layout() const override { return {.pins = {"1", "2"}}; }
};

class BenchLogTest : public ::testing::Test {
 protected:
  BenchLogTest() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
    auto logger = std::make_shared<spdlog::logger>("test", std::move(sink));
    logger->set_pattern("%l: %v");
    spdlog::set_default_logger(std::move(logger));
    std::vector<PartInstance> parts;
    parts.push_back({"a", "box", std::make_unique<Box>()});
    bench_ = std::make_unique<Bench>(
        std::move(parts), std::vector<Wire>{{{PartId{0}, PinIndex{0}}, {PartId{0}, PinIndex{1}}}},
        timers_, 1);
    log_ = std::make_unique<BenchLog>(*bench_);
  }

  void conflict_at(Duration time) {
    bench_->begin_turn(Time(time));
    bench_->drive(PinId{0}, strong(true));
    bench_->drive(PinId{1}, strong(false));
    bench_->drive(PinId{1}, kNoDrive);
  }

  std::string take() {
    std::string text = text_.str();
    text_.str("");
    return text;
  }

  std::ostringstream text_;
  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
  std::unique_ptr<BenchLog> log_;
};

TEST_F(BenchLogTest, AConflictIsLoggedWithItsPins) {
  conflict_at(milliseconds(1));
  EXPECT_EQ(take(), "warning: conflict: a:1, a:2 drive one net to different levels\n");
}

TEST_F(BenchLogTest, AConflictNamesPinsThatAreDrivenByHand) {
  bench_->drive(PinId{0}, strong(true));
  bench_->drive_by_hand(PinId{0}, strong(false));
  EXPECT_EQ(take(), "warning: conflict: a:1 is driven to different levels; by hand: a:1\n");
  bench_->drive(PinId{0}, kNoDrive);
  bench_->begin_turn(Time(milliseconds(2000)));
  bench_->drive(PinId{1}, strong(true));
  EXPECT_EQ(take(),
            "warning: conflict: a:1, a:2 drive one net to different levels; by hand: a:1\n");
}

TEST_F(BenchLogTest, TheSameConflictAgainAndAgainIsOneLineASecondWithItsNumber) {
  for (int ms = 0; ms < 1000; ++ms) conflict_at(milliseconds(ms));
  EXPECT_THAT(take(), HasSubstr("different levels\n"));
  conflict_at(milliseconds(1001));
  EXPECT_EQ(take(),
            "warning: conflict: a:1, a:2 drive one net to different levels (999 more times since "
            "the last report)\n");
}

TEST_F(BenchLogTest, ABenchThatFallsBehindIsLoggedOnceInTenSecondsWithItsBusiestPart) {
  log_->fell_behind(PartId{0}, Time(milliseconds(1)));
  EXPECT_EQ(take(),
            "warning: the bench cannot keep up with its parts, or was stopped: they act late; the "
            "busiest is a\n");
  log_->fell_behind(std::nullopt, Time(milliseconds(9'000)));
  EXPECT_EQ(take(), "");
  log_->fell_behind(std::nullopt, Time(milliseconds(11'000)));
  EXPECT_EQ(take(),
            "warning: the bench cannot keep up, or was stopped: waveforms and releases of buttons "
            "are late\n");
}

TEST_F(BenchLogTest, MissedPulsesAreLoggedOnlyOfABoardWithClocks) {
  std::vector<PartInstance> parts;
  parts.push_back({"a", "box", std::make_unique<Box>()});
  parts.push_back({"clk", "wokwi-clock-generator", std::make_unique<Box>()});
  bench_->rewire(std::move(parts), {});
  log_->fell_behind(PartId{1}, Time(milliseconds(1)));
  EXPECT_EQ(take(),
            "warning: the bench cannot keep up with its clocks, or was stopped: they miss pulses; "
            "the busiest is clk\n");
  log_->fell_behind(std::nullopt, Time(milliseconds(11'000)));
  EXPECT_EQ(
      take(),
      "warning: the bench cannot keep up with its clocks, or was stopped: they miss pulses\n");
}

}  // namespace
}  // namespace pinbridge::app
