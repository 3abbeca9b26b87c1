// What virtio 1.3, 5.18.6 demands of the device, item by item.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/gpio_driver.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace wire;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GpioConformance : public pinbridge::testing::GpioDriverTest {
 protected:
  virtio_gpio_config config() const {
    virtio_gpio_config config{};
    EXPECT_EQ(device_->config().size(), sizeof config);
    std::memcpy(&config, device_->config().data(), sizeof config);
    return config;
  }
};

TEST_F(GpioConformance, Item1EveryConfigFieldIsSetAndTheNamesSizeIs0WithoutNames) {
  make_device(300);
  EXPECT_EQ(config().ngpio, 300);
  EXPECT_EQ(config().padding[0], 0);
  EXPECT_EQ(config().padding[1], 0);
  EXPECT_EQ(config().gpio_names_size, 0U);
  make_device(3, {"a", "", "bc"});
  EXPECT_EQ(config().gpio_names_size, 6U);
}

TEST_F(GpioConformance, Item1EveryFieldOfAnAnswerIsSet) {
  start();
  for (std::uint16_t type = 0; type < 9; ++type) {
    requests_.offer(testing::gpio_request(type, 0, 0), 2);
    serve_requests();
    const auto returned = requests_.take_returned();
    ASSERT_TRUE(returned);
    EXPECT_EQ(returned->written, 2U) << type;
    EXPECT_NE(returned->answer[0], testing::FakeQueue::kUntouched) << type;
    EXPECT_NE(returned->answer[1], testing::FakeQueue::kUntouched) << type;
  }
}

TEST_F(GpioConformance, Item2RequestsAreDoneAndAnsweredInOrder) {
  start();
  std::vector<virtio::ChainHead> asked;
  for (const std::uint32_t value : {1, 0, 1}) {
    asked.push_back(requests_.offer(testing::gpio_request(VIRTIO_GPIO_MSG_SET_VALUE, 4, value), 2));
    asked.push_back(requests_.offer(
        testing::gpio_request(VIRTIO_GPIO_MSG_SET_DIRECTION, 4, VIRTIO_GPIO_DIRECTION_OUT), 2));
  }
  serve_requests();
  std::vector<virtio::ChainHead> answered;
  while (const auto returned = requests_.take_returned()) answered.push_back(returned->head);
  EXPECT_EQ(answered, asked);
  EXPECT_THAT(lines_->take_log(), ElementsAre("4=high", "4=low", "4=low", "4=high", "4=high"));
}

TEST_F(GpioConformance, Item3DirectionNoneDiscardsAllStateOfTheLine) {
  start();
  set_value(2, 1);
  set_direction(2, VIRTIO_GPIO_DIRECTION_OUT);
  set_irq_type(2, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  unmask(2);
  EXPECT_EQ(set_direction(2, VIRTIO_GPIO_DIRECTION_NONE), "OK 0");
  EXPECT_FALSE(lines_->driven(2));
  EXPECT_THAT(take_events(), ElementsAre("2 INVALID"));
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 2), "OK 0");
  // Neither the value nor the interrupt is remembered.
  set_direction(2, VIRTIO_GPIO_DIRECTION_OUT);
  EXPECT_EQ(lines_->driven(2), false);
  unmask(2);
  EXPECT_THAT(take_events(), ElementsAre("2 INVALID"));
}

TEST_F(GpioConformance, Item4AValueSetBeforeTheLineIsAnOutputIsUsedWhenItBecomesOne) {
  start();
  EXPECT_EQ(set_value(5, 1), "OK 0");
  EXPECT_FALSE(lines_->driven(5));
  EXPECT_EQ(set_direction(5, VIRTIO_GPIO_DIRECTION_OUT), "OK 0");
  EXPECT_THAT(lines_->take_log(), ElementsAre("5=high"));
}

TEST_F(GpioConformance, Item5OneEdgeIsLatchedWhileTheLineIsMasked) {
  start();
  set_irq_type(1, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  lines_->pulse(1);
  lines_->pulse(1);
  EXPECT_THAT(take_events(), IsEmpty());
  unmask(1);
  EXPECT_THAT(take_events(), ElementsAre("1 VALID"));
  unmask(1);
  EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(GpioConformance, Item5ALevelIsNotLatchedWhileMaskedAndLookedAtAgainAtUnmask) {
  start();
  set_irq_type(1, VIRTIO_GPIO_IRQ_TYPE_LEVEL_HIGH);
  lines_->pulse(1);
  unmask(1);
  EXPECT_THAT(take_events(), IsEmpty());
  lines_->put(1, true);
  EXPECT_THAT(take_events(), ElementsAre("1 VALID"));
  unmask(1);
  EXPECT_THAT(take_events(), ElementsAre("1 VALID"));
}

TEST_F(GpioConformance, Item6IrqTypeNoneDiscardsTheLatch) {
  start();
  set_irq_type(6, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  lines_->pulse(6);
  set_irq_type(6, VIRTIO_GPIO_IRQ_TYPE_NONE);
  set_irq_type(6, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  unmask(6);
  EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(GpioConformance, Item6IrqTypeNoneReturnsAQueuedBufferAsInvalidBeforeItIsAnswered) {
  start();
  set_irq_type(6, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  unmask(6);
  std::vector<std::string> order;
  events_.on_return = [&](const auto& returned) { order.push_back(event_text(returned)); };
  requests_.on_return = [&](const auto&) { order.emplace_back("answer"); };
  set_irq_type(6, VIRTIO_GPIO_IRQ_TYPE_NONE);
  EXPECT_THAT(order, ElementsAre("6 INVALID", "answer"));
}

TEST_F(GpioConformance, Item7OnlyEnabledAndUnmaskedLinesAreSignalled) {
  start();
  set_irq_type(0, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);  // enabled, masked
  set_irq_type(1, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  unmask(1);
  for (std::uint16_t line = 0; line < 3; ++line) lines_->put(line, true);
  EXPECT_THAT(take_events(), ElementsAre("1 VALID"));
}

TEST_F(GpioConformance, Item7ABufferForALineThatIsNotEnabledGoesBackInvalid) {
  start();
  unmask(3);
  EXPECT_THAT(take_events(), ElementsAre("3 INVALID"));
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
