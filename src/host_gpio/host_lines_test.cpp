#include "host_gpio/host_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "bench/bench.hpp"
#include "bench/time_keeper.hpp"
#include "host_gpio/testing/fake_line.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::host_gpio {
namespace {

using pinbridge::testing::FakeLine;
using pinbridge::testing::FakeLineState;
using pinbridge::testing::settle;
using pinbridge::testing::step_until;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A bench with two inputs of the host and an output, each alone on its net.
class HostLinesTest : public ::testing::Test, public BenchListener {
 protected:
  HostLinesTest() {
    std::vector<PartInstance> parts;
    add(parts, "button", LineDirection::in);
    add(parts, "sensor", LineDirection::in);
    add(parts, "lamp", LineDirection::out);
    bench_.emplace(std::move(parts), std::vector<Wire>{}, timers_, 1,
                   std::chrono::steady_clock::now());
    keeper_.emplace(*bench_, [] { return std::chrono::steady_clock::now(); });
    loop_.set_hooks({.begin = [this](Time now) { keeper_->begin_turn(now); },
                     .end = [this] { return timers_.next_due(); }});
    bench_->changes().add(*this);
    for (const char* pin : {"button:IO", "sensor:IO"}) {
      bench_->changes().watch(bench_->pins().find(pin).value());
    }
    lines_.emplace(loop_);
  }
  ~HostLinesTest() override {
    lines_.reset();
    bench_->changes().remove(*this);
  }
  static void add(std::vector<PartInstance>& parts, const std::string& id,
                  LineDirection direction) {
    parts.push_back({id,
                     "host-gpio",
                     std::make_unique<HostGpioPart>(
                         LineChoice{.chip = "gpiochip0", .line = "3", .direction = direction}),
                     {}});
  }

  HostGpioPart& part(const std::string& id) {
    return dynamic_cast<HostGpioPart&>(bench_->part(bench_->pins().find_part(id).value()));
  }
  void connect(const std::string& id, FakeLineState& line) {
    ASSERT_TRUE(lines_->connect(id, part(id), std::make_unique<FakeLine>(line)));
  }
  PinState state(const std::string& pin) { return bench_->state(bench_->pins().find(pin).value()); }
  void drive(const std::string& pin, Drive drive) {
    loop_.turn([&] { bench_->drive_by_hand(bench_->pins().find(pin).value(), drive); });
  }
  std::string shown(const std::string& id, const std::string& name) {
    for (const auto& [have, value] : part(id).shows()) {
      if (have == name) return to_string(value);
    }
    return "none";
  }
  void pin_changed(const PinChange& change) override { changes_.push_back(change); }

  testing::LogCapture log_;
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  TimerQueue timers_;
  std::optional<Bench> bench_;
  std::optional<TimeKeeper> keeper_;
  std::vector<PinChange> changes_;
  FakeLineState button_;
  FakeLineState sensor_;
  FakeLineState lamp_;
  std::optional<HostLines> lines_;
};

TEST_F(HostLinesTest, AnInputHasTheLevelOfItsLineAtOnce) {
  button_.level = true;
  connect("button", button_);
  EXPECT_EQ(state("button:IO"), (PinState{Direction::out, Level::high}));
  EXPECT_EQ(shown("button", "line"), "gpiochip0 3 (button)");
}

TEST_F(HostLinesTest, EdgesKeepTheTimesOfTheKernel) {
  connect("button", button_);
  const Time start = bench_->now();
  button_.add({start + std::chrono::nanoseconds(10), true, 1});
  button_.add({start + std::chrono::nanoseconds(25), false, 2});
  changes_.clear();
  ASSERT_TRUE(step_until(loop_, [&] { return changes_.size() == 2; }));
  EXPECT_EQ(changes_[0].time, start + std::chrono::nanoseconds(10));
  EXPECT_EQ(changes_[1].time, start + std::chrono::nanoseconds(25));
}

TEST_F(HostLinesTest, EdgesOfSeveralLinesArriveInTheOrderOfTheirTimes) {
  connect("button", button_);
  connect("sensor", sensor_);
  const Time start = bench_->now();
  button_.add({start + std::chrono::nanoseconds(10), true, 1});
  button_.add({start + std::chrono::nanoseconds(30), false, 2});
  sensor_.add({start + std::chrono::nanoseconds(20), true, 1});
  changes_.clear();
  ASSERT_TRUE(step_until(loop_, [&] { return changes_.size() == 3; }));
  EXPECT_EQ(changes_[1].pin, bench_->pins().find("sensor:IO"));
  EXPECT_EQ(changes_[2].time, start + std::chrono::nanoseconds(30));
}

TEST_F(HostLinesTest, EdgesComeBeforeALaterTurn) {
  connect("button", button_);
  button_.add({std::chrono::steady_clock::now(), true, 1});
  Level seen = Level::highz;
  loop_.turn([&] { seen = state("button:IO").level; });
  EXPECT_EQ(seen, Level::high);
}

TEST_F(HostLinesTest, CountsTheEdgesThatTheKernelDropped) {
  connect("button", button_);
  const Time now = std::chrono::steady_clock::now();
  button_.add({now, true, 4});
  button_.add({now, false, 5});
  button_.add({now, true, 8});
  ASSERT_TRUE(step_until(loop_, [&] { return shown("button", "lost") == "5"; }));
  EXPECT_EQ(state("button:IO").level, Level::high);
  EXPECT_THAT(log_.warnings("3 edges of line gpiochip0 3 (button) were lost"), SizeIs(1));
}

TEST_F(HostLinesTest, EdgesAreCountedOnPastTheHighestNumber) {
  connect("button", button_);
  const Time now = std::chrono::steady_clock::now();
  button_.add({now, true, 0xffff'ffff});
  ASSERT_TRUE(step_until(loop_, [&] { return shown("button", "lost") == "4294967294"; }));
  button_.add({now, false, 0});
  ASSERT_TRUE(step_until(loop_, [&] { return state("button:IO").level == Level::low; }));
  EXPECT_EQ(shown("button", "lost"), "4294967294");
}

TEST_F(HostLinesTest, AnOutputFollowsTheBoardAndDrivesNothingWhileTheBoardDoesNot) {
  drive("lamp:IO", strong(true));
  connect("lamp", lamp_);
  drive("lamp:IO", strong(false));
  drive("lamp:IO", pull(true));
  drive("lamp:IO", kNoDrive);
  EXPECT_THAT(lamp_.log, ElementsAre("high", "low", "high", "nothing"));
}

TEST_F(HostLinesTest, AnOutputThatNothingDrivesIsLeftAlone) {
  connect("lamp", lamp_);
  EXPECT_THAT(lamp_.log, IsEmpty());
}

TEST_F(HostLinesTest, LinesAreReleasedWhenTheirPartsAreDisconnected) {
  connect("button", button_);
  connect("lamp", lamp_);
  lines_->disconnect("lamp");
  EXPECT_THAT(lamp_.log, ElementsAre("released"));
  drive("lamp:IO", strong(true));
  EXPECT_THAT(lamp_.log, ElementsAre("released"));
  lines_.reset();
  EXPECT_THAT(button_.log, ElementsAre("released"));
  EXPECT_EQ(state("button:IO").level, Level::highz);
  settle(loop_);
}

TEST_F(HostLinesTest, ALineThatDisappearsIsReportedOnceAndDrivesNothing) {
  connect("button", button_);
  button_.add({std::chrono::steady_clock::now(), true, 1});
  ASSERT_TRUE(step_until(loop_, [&] { return state("button:IO").level == Level::high; }));
  button_.disappear();
  ASSERT_TRUE(step_until(loop_, [&] { return !lines_->is_connected("button"); }));
  settle(loop_);
  EXPECT_EQ(state("button:IO").level, Level::highz);
  EXPECT_EQ(shown("button", "line"), "not connected");
  EXPECT_THAT(button_.log, ElementsAre("released"));
  EXPECT_THAT(log_.warnings("button: line gpiochip0 3 is gone"), SizeIs(1));
}

TEST_F(HostLinesTest, AnOutputThatDisappearedIsReportedWhenItIsNextDriven) {
  connect("lamp", lamp_);
  lamp_.gone = true;
  drive("lamp:IO", strong(true));
  EXPECT_TRUE(lines_->is_connected("lamp"));
  drive("lamp:IO", strong(false));
  EXPECT_FALSE(lines_->is_connected("lamp"));
  EXPECT_THAT(log_.warnings("lamp: line gpiochip0 3 is gone"), SizeIs(1));
}

TEST_F(HostLinesTest, ALineThatIsBackIsConnectedAgain) {
  connect("button", button_);
  button_.disappear();
  ASSERT_TRUE(step_until(loop_, [&] { return !lines_->is_connected("button"); }));
  sensor_.level = true;
  connect("button", sensor_);
  EXPECT_EQ(state("button:IO").level, Level::high);
}

TEST_F(HostLinesTest, ALineThatCannotBeReadIsRefused) {
  button_.gone = true;
  const auto connected =
      lines_->connect("button", part("button"), std::make_unique<FakeLine>(button_));
  EXPECT_EQ(connected.error().message, "line gpiochip0 3 is gone");
  EXPECT_FALSE(lines_->is_connected("button"));
}

}  // namespace
}  // namespace pinbridge::host_gpio
