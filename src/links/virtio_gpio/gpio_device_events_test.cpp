#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/gpio_driver.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace wire;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GpioEventsTest : public pinbridge::testing::GpioDriverTest {
 protected:
  void enable(std::uint16_t line, std::uint32_t type) {
    EXPECT_EQ(set_irq_type(line, type), "OK 0");
    unmask(line);
  }
};

TEST_F(GpioEventsTest, RisingIsSignalledForRisingEdgesOnly) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  lines_->put(4, true);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID"));
  unmask(4);
  lines_->put(4, false);
  EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(GpioEventsTest, FallingIsSignalledForFallingEdgesOnly) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_FALLING);
  lines_->put(4, true);
  EXPECT_THAT(take_events(), IsEmpty());
  lines_->put(4, false);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID"));
}

TEST_F(GpioEventsTest, BothIsSignalledForEachEdge) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  lines_->put(4, true);
  unmask(4);
  lines_->put(4, false);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID", "4 VALID"));
}

TEST_F(GpioEventsTest, HighIsSignalledAsLongAsTheLineIsHigh) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_LEVEL_HIGH);
  EXPECT_THAT(take_events(), IsEmpty());
  lines_->put(4, true);
  unmask(4);
  unmask(4);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID", "4 VALID", "4 VALID"));
  lines_->put(4, false);
  unmask(4);
  EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(GpioEventsTest, LowIsSignalledAsLongAsTheLineIsLow) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_LEVEL_LOW);
  unmask(4);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID", "4 VALID"));
  lines_->put(4, true);
  unmask(4);
  EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(GpioEventsTest, AnEdgeOfItsOwnOutputIsSignalledToo) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  set_value(4, 1);
  set_direction(4, VIRTIO_GPIO_DIRECTION_OUT);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID"));
}

TEST_F(GpioEventsTest, LinesDoNotDisturbEachOther) {
  start();
  enable(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  enable(7, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  lines_->put(7, true);
  lines_->put(0, true);
  lines_->put(3, true);
  EXPECT_THAT(take_events(), ElementsAre("7 VALID", "0 VALID"));
}

TEST_F(GpioEventsTest, EachSignalInterruptsTheDriver) {
  start();
  enable(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  EXPECT_EQ(events_.interrupts, 0);
  lines_->put(0, true);
  EXPECT_EQ(events_.interrupts, 1);
}

TEST_F(GpioEventsTest, ASecondBufferForALineGoesBackInvalidAndTheFirstStillServes) {
  start();
  enable(5, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  unmask(5);
  unmask(5);
  EXPECT_THAT(take_events(), ElementsAre("5 INVALID", "5 INVALID"));
  lines_->put(5, true);
  EXPECT_THAT(take_events(), ElementsAre("5 VALID"));
}

TEST_F(GpioEventsTest, ABufferForALineThatDoesNotExistGoesBackInvalid) {
  start();
  unmask(8);
  unmask(0xffff);
  EXPECT_THAT(take_events(), ElementsAre("8 INVALID", "65535 INVALID"));
}

TEST_F(GpioEventsTest, ABufferOfAnotherSizeGoesBackInvalid) {
  start();
  enable(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  for (const std::size_t size : {0, 1, 3, 8}) {
    events_.offer(std::vector<std::byte>(size), 1);
    serve_events();
    const auto returned = events_.take_returned();
    ASSERT_TRUE(returned) << size;
    EXPECT_EQ(returned->written, 1U);
    EXPECT_EQ(returned->answer[0], std::byte{VIRTIO_GPIO_IRQ_STATUS_INVALID});
  }
  events_.offer(std::vector<std::byte>(2), 0);
  serve_events();
  EXPECT_EQ(events_.take_returned()->written, 0U) << "one without room";
  EXPECT_EQ(events_.held_by_device(), 1U);
}

TEST_F(GpioEventsTest, ABufferWithMoreRoomThanAStatusIsMarkedAsUsedForOneByte) {
  start();
  set_irq_type(0, VIRTIO_GPIO_IRQ_TYPE_LEVEL_LOW);
  events_.offer(std::vector<std::byte>(2), 16, 1);
  serve_events();
  EXPECT_EQ(events_.take_returned()->written, 1U);
}

// Linux disables an interrupt right after it unmasked it: the buffer may not have been looked at.
TEST_F(GpioEventsTest, IrqTypeNoneReturnsABufferThatWasQueuedButNotSeenYetBeforeItIsAnswered) {
  start();
  set_irq_type(2, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  offer_event(2);
  std::vector<std::string> order;
  events_.on_return = [&](const auto& returned) { order.push_back(event_text(returned)); };
  requests_.on_return = [&](const auto&) { order.emplace_back("answer"); };
  set_irq_type(2, VIRTIO_GPIO_IRQ_TYPE_NONE);
  EXPECT_THAT(order, ElementsAre("2 INVALID", "answer"));
}

// One buffer a line may wait: with many lines that is more than one share of work.
TEST_F(GpioEventsTest, IrqTypeNoneFindsTheBufferBehindThoseOfAllOtherLines) {
  make_device(1024);
  start();
  for (std::uint16_t line = 0; line < 1024; ++line) {
    set_irq_type(line, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  }
  for (std::uint16_t line = 0; line < 1024; ++line) offer_event(line);
  std::vector<std::string> order;
  events_.on_return = [&](const auto& returned) { order.push_back(event_text(returned)); };
  requests_.on_return = [&](const auto&) { order.emplace_back("answer"); };
  set_irq_type(1023, VIRTIO_GPIO_IRQ_TYPE_NONE);
  EXPECT_THAT(order, ElementsAre("1023 INVALID", "answer"));
}

// A driver that fills the event queue as fast as it is emptied, and asks for a look at it by each
// request, must not get the whole loop for that.
TEST_F(GpioEventsTest, RequestsThatBringManyEventBuffersAlongAreServedInShares) {
  start();
  set_irq_type(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  offer_event(0);
  events_.on_return = [this](const auto&) { offer_event(1); };
  offer_event(1);
  for (int i = 0; i < 1000; ++i) {
    requests_.offer(testing::gpio_request(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 2, 0), 2);
  }
  serve_requests();
  EXPECT_LE(events_.returned_count() + requests_.returned_count(), 256U);
}

TEST_F(GpioEventsTest, ALongEventQueueIsServedInShares) {
  start();
  for (int i = 0; i < 1000; ++i) offer_event(0);
  serve_events();
  EXPECT_LE(events_.returned_count(), 256U);
  while (events_.waiting() > 0) serve_events();
  EXPECT_EQ(events_.returned_count(), 1000U);
}

TEST_F(GpioEventsTest, AStopGivesEveryBufferBackInvalid) {
  start();
  enable(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  enable(5, VIRTIO_GPIO_IRQ_TYPE_LEVEL_HIGH);
  stop();
  EXPECT_THAT(take_events(), ElementsAre("0 INVALID", "5 INVALID"));
  EXPECT_EQ(events_.held_by_device(), 0U);
}

TEST_F(GpioEventsTest, AnEdgeWhileStoppedIsSignalledAfterTheNextStart) {
  start();
  enable(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  stop();
  take_events();
  lines_->pulse(0);
  EXPECT_THAT(take_events(), IsEmpty());
  start();
  unmask(0);
  EXPECT_THAT(take_events(), ElementsAre("0 VALID"));
}

TEST_F(GpioEventsTest, BuffersWithBrokenDescriptorsAreReportedAtTheNextKick) {
  start();
  enable(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  events_.break_descriptors();
  lines_->put(0, true);
  EXPECT_FALSE(device_->process(kRequestQueue));
  EXPECT_TRUE(device_->process(kRequestQueue)) << "reported once";
}

TEST_F(GpioEventsTest, ABrokenEventQueueIsReportedByTheRequestThatFindsIt) {
  start();
  events_.break_ring();
  requests_.offer(testing::gpio_request(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 0, 1), 2);
  EXPECT_FALSE(device_->process(kRequestQueue));
}

TEST_F(GpioEventsTest, AnEdgeIsUntakenUntilTheBufferOfItsInterruptIsBack) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  lines_->put(4, true);
  EXPECT_THAT(lines_->held, ElementsAre(4));
  unmask(4);
  EXPECT_THAT(lines_->held, IsEmpty());
  lines_->put(4, false);
  EXPECT_THAT(lines_->held, IsEmpty()) << "no interrupt is requested for it";
}

TEST_F(GpioEventsTest, ALatchedEdgeIsUntakenUntilItsInterruptIsHandled) {
  start();
  EXPECT_EQ(set_irq_type(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH), "OK 0");
  lines_->put(4, true);
  EXPECT_THAT(lines_->held, ElementsAre(4));
  unmask(4);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID"));
  EXPECT_THAT(lines_->held, ElementsAre(4));
  unmask(4);
  EXPECT_THAT(lines_->held, IsEmpty());
}

TEST_F(GpioEventsTest, ALevelIsNeverUntaken) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_LEVEL_HIGH);
  lines_->put(4, true);
  EXPECT_THAT(take_events(), ElementsAre("4 VALID"));
  EXPECT_THAT(lines_->held, IsEmpty());
}

TEST_F(GpioEventsTest, WithoutATriggerOrADriverNoEdgeIsUntaken) {
  start();
  for (std::uint16_t line = 0; line < 3; ++line) {
    enable(line, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
    lines_->put(line, true);
  }
  set_irq_type(0, VIRTIO_GPIO_IRQ_TYPE_NONE);
  EXPECT_THAT(lines_->held, ElementsAre(1, 2));
  set_direction(1, VIRTIO_GPIO_DIRECTION_NONE);
  EXPECT_THAT(lines_->held, ElementsAre(2));
  device_->reset();
  EXPECT_THAT(lines_->held, IsEmpty());
}

TEST_F(GpioEventsTest, EdgesThatTheGuestDoesNotSeeAsItsOwnAreReportedOfTheirLine) {
  start();
  enable(4, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  for (int i = 0; i < 10; ++i) lines_->pulse(4);
  EXPECT_THAT(lines_->merged, ElementsAre(std::pair(4, 18))) << "one is signalled, one latched";
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
