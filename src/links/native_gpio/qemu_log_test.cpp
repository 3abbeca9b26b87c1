#include "links/native_gpio/qemu_log.hpp"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class QemuLogTest : public ::testing::Test {
 protected:
  void open(std::chrono::milliseconds window) { qemu_.emplace(loop_.io(), "m", window); }
  void print(std::size_t count, std::string_view line = "invalid write") {
    for (std::size_t i = 0; i < count; ++i) qemu_->print(line);
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  testing::LogCapture log_;
  std::optional<QemuLog> qemu_;
};

TEST_F(QemuLogTest, AFewLinesAreAllLogged) {
  open(std::chrono::hours(1));
  print(QemuLog::kMostLines);
  qemu_.reset();
  EXPECT_THAT(log_.lines("m: QEMU: invalid write"), SizeIs(QemuLog::kMostLines));
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(QemuLogTest, AFloodIsLeftOutAndCountedAtTheEndOfItsWindow) {
  open(std::chrono::milliseconds(1));
  print(QemuLog::kMostLines + 1234);
  EXPECT_THAT(log_.lines("QEMU: "), SizeIs(QemuLog::kMostLines));
  EXPECT_TRUE(testing::step_until(loop_, [&] { return !log_.warnings().empty(); }));
  EXPECT_THAT(
      log_.warnings(),
      ElementsAre("m: 1234 more lines of QEMU's log were left out: QEMU writes them too fast"));
  log_.clear();
  print(1);
  EXPECT_THAT(log_.lines(), ElementsAre("m: QEMU: invalid write"));
}

TEST_F(QemuLogTest, LongLinesCountByTheirBytes) {
  open(std::chrono::hours(1));
  const std::string line(QemuLog::kLongestShown, 'x');
  print(1000, line);
  EXPECT_THAT(log_.lines("QEMU: x"), SizeIs(QemuLog::kMostBytes / QemuLog::kLongestShown));
}

TEST_F(QemuLogTest, OfAVeryLongLineTheBeginningIsLogged) {
  open(std::chrono::hours(1));
  print(1, std::string(QemuLog::kLongestShown + 7, 'x'));
  EXPECT_THAT(log_.lines(), ElementsAre("m: QEMU: " + std::string(QemuLog::kLongestShown, 'x') +
                                        " (7 more bytes)"));
}

TEST_F(QemuLogTest, WhatWasLeftOutIsCountedWhenItEnds) {
  open(std::chrono::hours(1));
  print(QemuLog::kMostLines + 5);
  qemu_.reset();
  EXPECT_THAT(log_.warnings("5 more lines of QEMU's log were left out"), SizeIs(1));
}

}  // namespace
}  // namespace pinbridge::native_gpio
