#include "app/host_gpio_lines.hpp"

#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "host_gpio/host_gpio_part.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::app {
namespace {

using pinbridge::testing::settle;

/// A board without parts. No machine has the chip of its next one, which the log then shows.
class HostGpioLinesTest : public ::testing::Test {
 protected:
  HostGpioLinesTest() {
    loop_.set_hooks({.begin = [](Time) {}, .end = [] { return Time::max(); }});
    lines_.emplace(LinkContext{loop_, bench_, {}, {}});
  }
  void change_board() {
    std::vector<PartInstance> parts;
    parts.push_back({"button",
                     "host-gpio",
                     std::make_unique<host_gpio::HostGpioPart>(
                         host_gpio::LineChoice{.chip = "no such chip", .line = "3"}),
                     {}});
    bench_.rewire(std::move(parts), {});
  }
  std::size_t attempts() const { return log_.warnings("part button: ").size(); }

  testing::LogCapture log_;
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  TimerQueue timers_;
  Bench bench_{{}, {}, timers_, 1};
  std::optional<HostGpioLines> lines_;
};

TEST_F(HostGpioLinesTest, LinesOfAnotherBoardAreConnectedAfterTheChange) {
  change_board();
  EXPECT_EQ(attempts(), 0U);
  settle(loop_);
  EXPECT_EQ(attempts(), 1U);
}

TEST_F(HostGpioLinesTest, NothingIsConnectedOnceTheBenchEnds) {
  change_board();
  lines_.reset();
  settle(loop_);
  EXPECT_EQ(attempts(), 0U);
}

TEST_F(HostGpioLinesTest, ALineThatCannotBeConnectedFailsTheStart) {
  change_board();
  EXPECT_FALSE(lines_->start());
}

TEST(HostGpioDevices, AreOnlyGpioChips) {
  board::Assembly assembly;
  for (const char* path : {"/", "/dev/null", "/etc/passwd"}) {
    assembly.parts.push_back({path,
                              "host-gpio",
                              std::make_unique<host_gpio::HostGpioPart>(
                                  host_gpio::LineChoice{.chip = path, .line = "3"}),
                              {}});
  }
  EXPECT_TRUE(host_gpio_devices(assembly).empty());
}

}  // namespace
}  // namespace pinbridge::app
