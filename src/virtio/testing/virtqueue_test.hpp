#pragma once

#include <cstdint>
#include <optional>

#include <gtest/gtest.h>

#include "virtio/testing/driver_queue.hpp"
#include "virtio/testing/guest_ram.hpp"
#include "virtio/virtqueue.hpp"

namespace pinbridge::testing {

/// A queue and its driver, of any size and in the middle of any count.
class VirtqueueTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kRam = 2 << 20;
  static constexpr std::uint64_t kData = GuestRam::kGuest + kRam - 4096;

  void start(std::uint16_t size, virtio::Virtqueue::Features features = {},
             std::uint16_t index = 0) {
    driver_.emplace(ram_.host(), DriverQueue::Layout::at(4096, size));
    driver_->reset(index);
    event_index_ = features.event_index;
    queue_.start(ram_.table(), driver_->rings(), features, index);
  }

  /// One descriptor of `length` bytes, made available.
  void offer(std::uint16_t head, std::uint32_t length = 8) {
    driver_->set_descriptor(head, {kData, length, virtio::wire::VIRTQ_DESC_F_WRITE, 0});
    driver_->make_available(head);
  }
  bool kicks_after_offer(std::uint16_t head) {
    offer(head);
    return driver_->wants_kick(event_index_);
  }
  /// The head of the next buffer, -1 for none, -2 for an error.
  int pop() {
    const auto chain = queue_.pop();
    if (!chain) return -2;
    return *chain ? (*chain)->head.value() : -1;
  }

  GuestRam ram_{{kRam}};
  std::optional<DriverQueue> driver_;
  virtio::Virtqueue queue_;
  bool event_index_ = false;
};

}  // namespace pinbridge::testing
