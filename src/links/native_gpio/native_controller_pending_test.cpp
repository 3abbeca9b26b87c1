#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/testing/controller_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A PL061 with paced lines. The guest has the interrupts of the lines in `enabled_`.
class PendingInterruptsTest : public testing::ControllerTest {
 protected:
  static constexpr std::uint32_t kData = 0x3fc;
  static constexpr std::uint32_t kDirection = 0x400;

  void start_paced() {
    lines_.paced = true;
    controller_ = make(device("pl061"), lines_);
    controller_->set_pending_is_traced();
    controller_->start();
    qtest_peer().all();
  }
  /// QEMU's model has these inputs, and these edges for the guest.
  void trace(std::uint64_t data, std::uint64_t raised, std::uint64_t direction = 0) {
    qemu::TraceRecord update;
    update.registers[0] = {.offset = kDirection, .name = {}, .value = direction};
    update.registers[1] = {.offset = kData, .name = {}, .value = data};
    update.register_count = 2;
    controller_->wrote(update);
    qemu::TraceRecord interrupts;
    interrupts.registers[0] = {.offset = 0x414, .name = {}, .value = raised};
    interrupts.registers[1] = {.offset = 0x410, .name = {}, .value = enabled_};
    interrupts.register_count = 2;
    controller_->pending(interrupts);
  }

  /// The guest reads the level of a line.
  void read(unsigned line) {
    qemu::TraceRecord record;
    record.registers[0] = {.offset = 4U << line, .name = {}, .value = 0};
    record.register_count = 1;
    controller_->was_read(record);
  }

  std::uint64_t enabled_ = 0xff;
};

TEST_F(PendingInterruptsTest, AnEdgeIsTakenWhenTheGuestClearsItsInterrupt) {
  start_paced();
  lines_.put(3, true);
  EXPECT_THAT(lines_.held, ElementsAre(3));
  trace(0x08, 0x08);
  EXPECT_THAT(lines_.held, ElementsAre(3)) << "pending";
  trace(0x08, 0x00);
  read(3);
  EXPECT_THAT(lines_.held, IsEmpty());
}

TEST_F(PendingInterruptsTest, AGuestThatReadsTheLevelLaterHasTakenItThen) {
  start_paced();
  for (int edge = 0; edge < 3; ++edge) {
    const bool level = edge % 2 == 0;
    lines_.put(3, level);
    trace(level ? 0x08 : 0x00, 0x08);
    read(3);
    EXPECT_THAT(lines_.held, ElementsAre(3)) << "still pending";
    trace(level ? 0x08 : 0x00, 0x00);
    read(4);
    EXPECT_THAT(lines_.held, ElementsAre(3)) << "only another line is read";
    EXPECT_EQ(lines_.within[3], edge == 0 ? milliseconds(50) : milliseconds(1000));
    read(3);
    EXPECT_THAT(lines_.held, IsEmpty());
  }
}

TEST_F(PendingInterruptsTest, AGuestThatDoesNotReadTheLevelAfterAllIsNotWaitedForAgain) {
  start_paced();
  lines_.put(3, true);
  trace(0x08, 0x08);
  trace(0x08, 0x00);
  EXPECT_THAT(lines_.held, ElementsAre(3));
  lines_.put(3, false);  // the time is over
  trace(0x00, 0x08);
  trace(0x00, 0x00);
  EXPECT_THAT(lines_.held, IsEmpty());
  read(3);
  lines_.put(3, true);
  trace(0x08, 0x08);
  trace(0x08, 0x00);
  EXPECT_THAT(lines_.held, ElementsAre(3)) << "a driver that reads it now";
}

TEST_F(PendingInterruptsTest, WhatWasTracedBeforeTheEdgeArrivedDoesNotCount) {
  start_paced();
  lines_.put(3, true);
  trace(0x00, 0x00);
  EXPECT_THAT(lines_.held, ElementsAre(3));
  trace(0x08, 0x08);
  lines_.put(4, true);
  trace(0x08, 0x00);
  read(3);
  EXPECT_THAT(lines_.held, ElementsAre(4)) << "each line by itself";
}

TEST_F(PendingInterruptsTest, AnEdgeWithoutAnInterruptIsTakenWhenItArrives) {
  start_paced();
  enabled_ = 0;
  lines_.put(3, true);
  trace(0x08, 0x08);
  EXPECT_THAT(lines_.held, IsEmpty());
}

TEST_F(PendingInterruptsTest, AResetAndAChangeToOutputEndTheWait) {
  start_paced();
  lines_.put(3, true);
  lines_.put(4, true);
  trace(0x18, 0x18);
  trace(0x18, 0x18, 0x10);
  EXPECT_THAT(lines_.held, ElementsAre(3));
  controller_->reset();
  EXPECT_THAT(lines_.held, IsEmpty());
}

TEST_F(PendingInterruptsTest, WithoutItsTraceNothingIsHeld) {
  lines_.paced = true;
  start(device("imx.gpio"));
  lines_.put(3, true);
  EXPECT_THAT(lines_.held, IsEmpty());
  EXPECT_THAT(inputs(), ElementsAre("3 1"));
}

TEST_F(PendingInterruptsTest, ALevelThatTheGuestHasAlreadyIsNotHeld) {
  start_paced();
  lines_.put(3, true);
  trace(0x08, 0x08);
  trace(0x08, 0x00);
  read(3);
  lines_.floating = {3};
  lines_.put(3, false);
  lines_.floating = {};
  lines_.put(3, true);
  EXPECT_THAT(lines_.held, IsEmpty()) << "no trace will follow";
}

TEST_F(PendingInterruptsTest, AnOutputIsNotHeld) {
  start_paced();
  trace(0x08, 0x00, 0x08);
  lines_.put(3, false);
  EXPECT_THAT(lines_.held, IsEmpty());
}

}  // namespace
}  // namespace pinbridge::native_gpio
