#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/testing/controller_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A controller that QEMU does not trace: outputs come by interception, or are read.
class UntracedControllerTest : public testing::ControllerTest {
 protected:
  void read() {
    controller_->read_registers([this](const std::function<void()>& settle) {
      ++turns_;
      settle();
    });
  }
  /// The guest's lines are unwired, so only readings are seen.
  void start_unwired(qemu::QomDevice device) {
    for (std::uint16_t i = 0; i < lines_.count(); ++i) lines_.unwired.insert(i);
    start(std::move(device));
  }

  int turns_ = 0;
};

TEST_F(UntracedControllerTest, InterceptedOutputsDriveTheLinesOfTheirNumbers) {
  start(device("omap-gpio"));
  qtest_peer().say("IRQ raise 3\nIRQ lower 3\nIRQ raise 7\nIRQ raise 8\nIRQ raise 4000000000\n");
  testing::settle(loop_);
  EXPECT_THAT(lines_.take_log(), ElementsAre("3=high", "3=low", "7=high"));
}

TEST_F(UntracedControllerTest, AReadRegisterShowsThatAnInterceptedLineIsAnInputAgain) {
  start_unwired(device("omap-gpio"));
  qtest_peer().say("IRQ raise 3\n");
  testing::settle(loop_);
  read();
  EXPECT_THAT(qtest_peer().all(), ElementsAre("readw 0x1004", "readw 0x1008"));
  qtest_peer().say("OK 0x0008\nOK 0xffff\n");
  testing::settle(loop_);
  EXPECT_THAT(lines_.take_log(), ElementsAre("3=high", "3 released"));
}

TEST_F(UntracedControllerTest, WhatIsReadIsTakenOverInOneTurnWhenTheLastAnswerHasCome) {
  start_unwired(device("omap-gpio"));
  read();
  qtest_peer().say("OK 0x0003\n");
  testing::settle(loop_);
  EXPECT_EQ(turns_, 0);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  qtest_peer().say("OK 0xfffc\n");
  testing::settle(loop_);
  EXPECT_EQ(turns_, 1);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high", "1=high"));
}

TEST_F(UntracedControllerTest, AQemuThatIsSlowIsNotAskedTwice) {
  start_unwired(device("omap-gpio"));
  for (int i = 0; i < 100; ++i) read();
  EXPECT_THAT(qtest_peer().all(), SizeIs(2));
  qtest_peer().say("OK 0x0\nOK 0x0\n");
  testing::settle(loop_);
  read();
  EXPECT_THAT(qtest_peer().all(), SizeIs(2));
}

TEST_F(UntracedControllerTest, AReadThatQemuRefusesChangesNothing) {
  start_unwired(device("omap-gpio"));
  read();
  qtest_peer().say("OK 0x0001\nOK 0xfffe\n");
  testing::settle(loop_);
  read();
  qtest_peer().say("FAIL\nERR\n");
  testing::settle(loop_);
  EXPECT_EQ(turns_, 2);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high"));
  EXPECT_EQ(ended_, "");
}

TEST_F(UntracedControllerTest, ReadsAllRegistersOfTheLinesThatTheChipHas) {
  start_unwired(device("bcm2835_gpio"));
  read();
  EXPECT_THAT(qtest_peer().all(), ElementsAre("readl 0x1000", "readl 0x1034"));
}

TEST_F(UntracedControllerTest, RegistersThatOnlyTakeWritesAreNotRead) {
  start_unwired(device("npcm7xx-gpio"));
  read();
  EXPECT_THAT(qtest_peer().all(), ElementsAre("readl 0x1008", "readl 0x100c", "readl 0x1010",
                                              "readl 0x1014", "readl 0x101c", "readl 0x1020"));
}

TEST_F(UntracedControllerTest, LinesAreCountedFromTheFirstBitWhereTheControllerDoes) {
  start_unwired(device("mpc8xxx_gpio"));
  read();
  qtest_peer().say("OK 0x80000001\nOK 0x0\nOK 0x80000000\n");
  testing::settle(loop_);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high"));
}

TEST_F(UntracedControllerTest, AnAnswerAfterItsEndIsIgnored) {
  start_unwired(device("omap-gpio"));
  read();
  controller_.reset();
  qtest_peer().say("OK 0x1\nOK 0x0\n");
  testing::settle(loop_);
  EXPECT_EQ(turns_, 0);
  EXPECT_EQ(ended_, "");
}

}  // namespace
}  // namespace pinbridge::native_gpio
