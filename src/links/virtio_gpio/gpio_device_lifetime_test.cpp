// What is left of the guest's settings after a stop, a reset and the device's end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/gpio_driver.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace wire;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using GpioDeviceLifetime = testing::GpioDriverTest;

TEST_F(GpioDeviceLifetime, ResetReleasesEveryLineAndForgetsEverything) {
  start();
  for (std::uint16_t line = 0; line < 8; ++line) {
    set_value(line, 1);
    set_direction(line, VIRTIO_GPIO_DIRECTION_OUT);
  }
  set_irq_type(3, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
  unmask(3);
  device_->reset();
  EXPECT_EQ(lines_->driven_count(), 0U);
  lines_->put(3, false);
  EXPECT_THAT(take_events(), IsEmpty()) << "a buffer of a queue that is gone";
  start();
  EXPECT_EQ(lines_->driven_count(), 0U);
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 3), "OK 0");
  set_direction(3, VIRTIO_GPIO_DIRECTION_OUT);
  EXPECT_EQ(lines_->driven(3), false);
}

TEST_F(GpioDeviceLifetime, ItsEndReleasesEveryLineAndItsListener) {
  start();
  set_direction(0, VIRTIO_GPIO_DIRECTION_OUT);
  set_direction(7, VIRTIO_GPIO_DIRECTION_OUT);
  EXPECT_TRUE(lines_->listened_to());
  device_.reset();
  EXPECT_EQ(lines_->driven_count(), 0U);
  EXPECT_FALSE(lines_->listened_to());
}

TEST_F(GpioDeviceLifetime, OutputsStayWhileItIsStoppedAndWhenItStartsAgain) {
  start();
  set_value(1, 1);
  set_direction(1, VIRTIO_GPIO_DIRECTION_OUT);
  set_direction(2, VIRTIO_GPIO_DIRECTION_OUT);
  set_direction(3, VIRTIO_GPIO_DIRECTION_IN);
  lines_->take_log();
  stop();
  EXPECT_THAT(lines_->take_log(), IsEmpty()) << "a pause is no edge";
  EXPECT_EQ(lines_->driven(1), true);
  EXPECT_EQ(lines_->driven(2), false);
  start();
  EXPECT_THAT(lines_->take_log(), ElementsAre("1=high", "2=low"));
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 3), "OK 2");
}

TEST_F(GpioDeviceLifetime, KicksWithoutQueuesDoNothing) {
  make_device(8);
  serve_requests();
  serve_events();
  EXPECT_THAT(lines_->take_log(), IsEmpty());
  EXPECT_EQ(lines_->driven_count(), 0U);
  start();
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 3), "OK 0") << "it works once it has queues";
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
