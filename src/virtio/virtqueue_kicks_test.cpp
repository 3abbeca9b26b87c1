// Who kicks or interrupts whom, and when not.

#include <gtest/gtest.h>

#include "virtio/testing/virtqueue_test.hpp"

namespace pinbridge::virtio {
namespace {

using VirtqueueKicks = testing::VirtqueueTest;

TEST_F(VirtqueueKicks, SuppressedKicksDoNotComeAndAllowedOnesDo) {
  for (const bool event_index : {false, true}) {
    start(8, {.event_index = event_index}, 65533);
    queue_.suppress_kicks();
    for (std::uint16_t i = 0; i < 4; ++i) {
      EXPECT_FALSE(kicks_after_offer(i)) << event_index;
      pop();
    }
    EXPECT_FALSE(queue_.allow_kicks());
    EXPECT_TRUE(kicks_after_offer(4)) << event_index;
  }
}

TEST_F(VirtqueueKicks, SuppressedKicksStayAwayForBuffersThatWaitAlready) {
  for (const bool event_index : {false, true}) {
    start(8, {.event_index = event_index});
    offer(0);
    driver_->wants_kick(event_index);
    queue_.suppress_kicks();
    for (std::uint16_t i = 1; i < 8; ++i) EXPECT_FALSE(kicks_after_offer(i)) << event_index;
  }
}

TEST_F(VirtqueueKicks, AllowingKicksReportsABufferThatArrivedWithoutOne) {
  for (const bool event_index : {false, true}) {
    start(8, {.event_index = event_index});
    queue_.suppress_kicks();
    EXPECT_FALSE(kicks_after_offer(0));
    EXPECT_TRUE(queue_.allow_kicks()) << event_index;
  }
}

TEST_F(VirtqueueKicks, WithoutEventIndexTheDriversFlagDecidesAboutInterrupts) {
  start(4);
  queue_.push(ChainHead(0), 0);
  EXPECT_TRUE(queue_.wants_interrupt());
  EXPECT_FALSE(queue_.wants_interrupt()) << "nothing was pushed since";
  driver_->set_avail_flags(wire::VIRTQ_AVAIL_F_NO_INTERRUPT);
  queue_.push(ChainHead(0), 0);
  EXPECT_FALSE(queue_.wants_interrupt());
}

TEST_F(VirtqueueKicks, WithEventIndexAnInterruptComesWhenTheIndexIsPassed) {
  start(8, {.event_index = true}, 65533);
  driver_->set_used_event(0);
  queue_.push(ChainHead(0), 0);
  EXPECT_TRUE(queue_.wants_interrupt()) << "the first always";
  queue_.push(ChainHead(0), 0);
  queue_.push(ChainHead(0), 0);
  EXPECT_FALSE(queue_.wants_interrupt()) << "index 0 is not used yet";
  queue_.push(ChainHead(0), 0);
  EXPECT_TRUE(queue_.wants_interrupt());
  queue_.push(ChainHead(0), 0);
  EXPECT_FALSE(queue_.wants_interrupt());
}

TEST_F(VirtqueueKicks, ManyPushesAtOncePassAnIndexInTheirMiddle) {
  start(8, {.event_index = true});
  queue_.push(ChainHead(0), 0);
  queue_.wants_interrupt();
  driver_->set_used_event(3);
  for (int i = 0; i < 6; ++i) queue_.push(ChainHead(0), 0);
  EXPECT_TRUE(queue_.wants_interrupt());
}

}  // namespace
}  // namespace pinbridge::virtio
