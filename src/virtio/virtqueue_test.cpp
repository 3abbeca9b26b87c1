#include "virtio/virtqueue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "virtio/testing/virtqueue_test.hpp"

namespace pinbridge::virtio {
namespace {

using testing::GuestRam;
using ::testing::HasSubstr;
using testing::VirtqueueTest;

TEST(Virtqueue, ASizeIsAPowerOfTwoFrom1To1024) {
  for (std::uint32_t size = 1; size <= 1024; size *= 2) EXPECT_TRUE(Virtqueue::check_size(size));
  for (const std::uint32_t size : {0U, 3U, 6U, 255U, 257U, 32767U, 65535U, 65536U, 0x80000000U}) {
    EXPECT_FALSE(Virtqueue::check_size(size)) << size;
  }
}

TEST(Virtqueue, EachPartHasItsAlignment) {
  GuestRam ram({4096});
  std::byte* const at = ram.host();
  EXPECT_TRUE(Virtqueue::check_alignment({4, at + 16, at + 2, at + 4}));
  EXPECT_FALSE(Virtqueue::check_alignment({4, at + 8, at + 2, at + 4}));
  EXPECT_FALSE(Virtqueue::check_alignment({4, at + 16, at + 1, at + 4}));
  EXPECT_FALSE(Virtqueue::check_alignment({4, at + 16, at + 2, at + 2}));
}

TEST_F(VirtqueueTest, AnEmptyQueueHasNothing) {
  start(4);
  EXPECT_FALSE(queue_.has_work());
  EXPECT_EQ(pop(), -1);
}

TEST_F(VirtqueueTest, BuffersComeInTheOrderInWhichTheyWereMadeAvailable) {
  start(4);
  offer(2);
  offer(0);
  EXPECT_TRUE(queue_.has_work());
  EXPECT_EQ(pop(), 2);
  EXPECT_EQ(pop(), 0);
  EXPECT_EQ(pop(), -1);
}

TEST_F(VirtqueueTest, BuffersGoBackInAnyOrderWithTheLengthOfTheirAnswer) {
  start(4);
  offer(0);
  offer(3);
  pop();
  pop();
  queue_.push(ChainHead(3), 2);
  auto used = driver_->take_used();
  ASSERT_TRUE(used);
  EXPECT_EQ(used->id, 3U);
  EXPECT_EQ(used->len, 2U);
  EXPECT_FALSE(driver_->take_used());
  queue_.push(ChainHead(0), 1);
  used = driver_->take_used();
  ASSERT_TRUE(used);
  EXPECT_EQ(used->id, 0U);
  EXPECT_EQ(used->len, 1U);
}

// Each size, across the end of the rings and the end of the indices' 16 bits.
TEST_F(VirtqueueTest, EverySizeGoesRoundItsRingsAndRound65535) {
  for (std::uint32_t size = 1; size <= 32768; size *= 2) {
    for (const bool event_index : {false, true}) {
      start(static_cast<std::uint16_t>(size), {.event_index = event_index}, 65530);
      for (std::uint32_t i = 0; i < 20; ++i) {
        const auto head = static_cast<std::uint16_t>(i * 7 % size);
        offer(head);
        ASSERT_EQ(pop(), head) << size;
        queue_.push(ChainHead(head), i);
        const auto used = driver_->take_used();
        ASSERT_TRUE(used) << size;
        ASSERT_EQ(used->id, head) << size;
        ASSERT_EQ(used->len, i) << size;
      }
      EXPECT_EQ(queue_.next_avail(), 14);
    }
  }
}

TEST_F(VirtqueueTest, AQueueMayBeFullAcross65535) {
  start(8, {}, 65532);
  for (std::uint16_t i = 0; i < 8; ++i) offer(i);
  for (std::uint16_t i = 0; i < 8; ++i) EXPECT_EQ(pop(), i);
  EXPECT_EQ(pop(), -1);
}

TEST_F(VirtqueueTest, AnAvailableIndexAheadByMoreThanTheQueueIsAnError) {
  for (const int ahead : {5, 100, 32768, 65535}) {
    start(4, {}, 65534);
    driver_->set_avail_index(static_cast<std::uint16_t>(65534 + ahead));
    const auto chain = queue_.pop();
    ASSERT_FALSE(chain) << ahead;
    EXPECT_THAT(chain.error().message, HasSubstr("ring of 4 entries that holds"));
    EXPECT_EQ(queue_.next_avail(), 65534) << "nothing was taken";
  }
}

TEST_F(VirtqueueTest, AnEntryOutsideTheTableIsAnError) {
  start(4);
  driver_->make_available(4);
  EXPECT_EQ(pop(), -2);
  start(4);
  driver_->make_available(0xffff);
  EXPECT_EQ(pop(), -2);
}

TEST_F(VirtqueueTest, AChainThatLoopsIsAnErrorAndTheQueueGoesOnWhenItIsMended) {
  start(4);
  driver_->set_descriptor(1, {kData, 8, wire::VIRTQ_DESC_F_NEXT, 1});
  driver_->make_available(1);
  EXPECT_EQ(pop(), -2);
  EXPECT_EQ(pop(), -2) << "it is not passed over";
  driver_->set_descriptor(1, {kData, 8, 0, 0});
  EXPECT_EQ(pop(), 1);
}

TEST_F(VirtqueueTest, ABufferIsCheckedAnewWhenItIsReopened) {
  start(4);
  offer(1);
  EXPECT_EQ(pop(), 1);
  EXPECT_EQ(size_of(queue_.reopen(ChainHead(1)).value().writable), 8U);
  driver_->set_descriptor(1, {0, 8, wire::VIRTQ_DESC_F_WRITE, 0});
  EXPECT_FALSE(queue_.reopen(ChainHead(1)));
}

TEST_F(VirtqueueTest, IndirectDescriptorsAreTakenOnlyWhereNegotiated) {
  for (const bool indirect : {false, true}) {
    start(4, {.indirect = indirect});
    const wire::virtq_desc inner{kData, 2, wire::VIRTQ_DESC_F_WRITE, 0};
    std::memcpy(ram_.host() + kRam - 4096 + 16, &inner, sizeof inner);
    driver_->set_descriptor(0, {kData + 16, 16, wire::VIRTQ_DESC_F_INDIRECT, 0});
    driver_->make_available(0);
    EXPECT_EQ(pop(), indirect ? 0 : -2);
  }
}

TEST_F(VirtqueueTest, GoesOnWhereItStandsWhenItsMemoryMoves) {
  start(4);
  offer(1);
  pop();
  queue_.push(ChainHead(1), 0);
  GuestRam moved({kRam});
  std::memcpy(moved.host(), ram_.host(), kRam);
  driver_.emplace(moved.host(), driver_->layout());
  queue_.relocate(moved.table(), driver_->rings());
  driver_->set_descriptor(3, {kData, 8, wire::VIRTQ_DESC_F_WRITE, 0});
  driver_->make_available(1);  // the count of this new driver object begins anew
  driver_->make_available(3);
  const auto chain = queue_.pop();
  ASSERT_TRUE(chain && *chain);
  EXPECT_EQ((*chain)->writable[0].data(), moved.host() + kRam - 4096);
  queue_.push(ChainHead(3), 7);
  EXPECT_EQ(driver_->used_index(), 2);
}

TEST_F(VirtqueueTest, StartsBehindWhatItsPredecessorUsed) {
  start(4);
  offer(0);
  pop();
  queue_.push(ChainHead(0), 0);
  Virtqueue successor;
  successor.start(ram_.table(), driver_->rings(), {}, queue_.next_avail());
  offer(2);
  EXPECT_EQ(successor.pop().value()->head, ChainHead(2));
  successor.push(ChainHead(2), 5);
  driver_->take_used();
  EXPECT_EQ(driver_->take_used()->len, 5U);
}

}  // namespace
}  // namespace pinbridge::virtio
