#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "links/virtio_gpio/gpio_device.hpp"
#include "links/virtio_gpio/virtio_gpio_wire.hpp"
#include "virtio/testing/fake_queue.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::testing {

template <class T>
std::vector<std::byte> bytes_of(const T& value) {
  std::vector<std::byte> bytes(sizeof value);
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

inline std::vector<std::byte> gpio_request(std::uint16_t type, std::uint16_t gpio,
                                           std::uint32_t value) {
  return bytes_of(virtio_gpio::wire::virtio_gpio_request{type, gpio, value});
}

/// What a request was answered, "OK 1" or "ERR": and the length of it that was marked as used.
struct GpioAnswer {
  std::string text;
  std::uint32_t used = 0;
};

inline GpioAnswer gpio_answer(const FakeQueue::Returned& returned) {
  const auto status = std::to_integer<int>(returned.answer.at(0));
  const auto value = std::to_integer<int>(returned.answer.at(1));
  if (status == virtio_gpio::wire::VIRTIO_GPIO_STATUS_OK) {
    return {fmt::format("OK {}", value), returned.written};
  }
  EXPECT_EQ(status, virtio_gpio::wire::VIRTIO_GPIO_STATUS_ERR);
  EXPECT_EQ(value, 0);
  return {"ERR", returned.written};
}

/// A GPIO device over fake queues and lines, and the guest's driver that speaks to it.
class GpioDriverTest : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kIrq = 1U << virtio_gpio::wire::VIRTIO_GPIO_F_IRQ;
  static constexpr std::uint64_t kVersion1 = std::uint64_t{1} << virtio::wire::VIRTIO_F_VERSION_1;

  /// A device of 8 lines, if the test made none, and a driver that accepts `features`.
  void start(std::uint64_t features = kIrq | kVersion1) {
    if (!device_) make_device(8);
    device_->negotiated(features);
    device_->queue_started(virtio_gpio::wire::kRequestQueue, requests_);
    device_->queue_started(virtio_gpio::wire::kEventQueue, events_);
  }
  void stop() {
    device_->queue_stopping(virtio_gpio::wire::kRequestQueue);
    device_->queue_stopping(virtio_gpio::wire::kEventQueue);
  }
  void make_device(std::uint16_t lines, std::vector<std::string> names = {},
                   virtio_gpio::GpioDevice::Options options = {}) {
    device_.reset();
    lines_ = std::make_unique<FakeLines>(lines, std::move(names));
    device_ = std::make_unique<virtio_gpio::GpioDevice>(*lines_, options);
  }

  void serve(unsigned queue) { EXPECT_TRUE(device_->process(queue)); }
  void serve_requests() { serve(virtio_gpio::wire::kRequestQueue); }
  void serve_events() { serve(virtio_gpio::wire::kEventQueue); }

  /// One request, served; how long its answer is is every answer's business.
  std::string ask(std::uint16_t type, std::uint16_t gpio, std::uint32_t value = 0) {
    requests_.offer(gpio_request(type, gpio, value), 2);
    serve_requests();
    const auto returned = requests_.take_returned();
    if (!returned) return "nothing";
    const GpioAnswer answer = gpio_answer(*returned);
    EXPECT_EQ(answer.used, 2U);
    return answer.text;
  }
  std::string set_direction(std::uint16_t gpio, std::uint32_t direction) {
    return ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_SET_DIRECTION, gpio, direction);
  }
  std::string set_value(std::uint16_t gpio, std::uint32_t value) {
    return ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_SET_VALUE, gpio, value);
  }
  std::string set_irq_type(std::uint16_t gpio, std::uint32_t type) {
    return ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_SET_IRQ_TYPE, gpio, type);
  }

  /// Queues the buffer of a line's interrupt: unmasks it.
  void unmask(std::uint16_t gpio) {
    offer_event(gpio);
    serve_events();
  }
  void offer_event(std::uint16_t gpio) {
    const auto head = events_.offer(bytes_of(gpio), 1);
    event_lines_[head] = gpio;
  }

  /// The buffers that came back since it was last asked, in order: "3 VALID", "4 INVALID".
  std::vector<std::string> take_events() {
    std::vector<std::string> texts;
    while (const auto returned = events_.take_returned()) texts.push_back(event_text(*returned));
    return texts;
  }
  std::string event_text(const FakeQueue::Returned& returned) {
    EXPECT_EQ(returned.written, 1U);
    const bool valid =
        returned.answer.at(0) == std::byte{virtio_gpio::wire::VIRTIO_GPIO_IRQ_STATUS_VALID};
    return fmt::format("{} {}", event_lines_.at(returned.head), valid ? "VALID" : "INVALID");
  }

  std::unique_ptr<FakeLines> lines_;
  FakeQueue requests_;
  FakeQueue events_;
  std::unique_ptr<virtio_gpio::GpioDevice> device_;  ///< gone before what it uses

 private:
  std::unordered_map<virtio::ChainHead, std::uint16_t> event_lines_;
};

}  // namespace pinbridge::testing
