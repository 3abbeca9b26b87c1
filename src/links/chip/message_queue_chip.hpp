#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "links/chip/gpio_chip.hpp"

namespace pinbridge::chip {

/// What is at the other end of a chip's message queues.
enum class QueuePeer : std::uint8_t { guest, panel };

/// `chip-message-queue`: 32 lines at the other end of two POSIX message queues.
class MessageQueueChip final : public GpioChip {
 public:
  struct Queues {
    QueuePeer side;
    std::string to_guest = "/to_qemu";
    std::string from_guest = "/from_qemu";

    friend bool operator==(const Queues&, const Queues&) = default;
  };

  MessageQueueChip(GpioChipSettings settings, Queues queues)
      : GpioChip(std::move(settings)), queues_(std::move(queues)) {}

  /// The queue that the bench reads.
  const std::string& receive_queue() const {
    return queues_.side == QueuePeer::guest ? queues_.from_guest : queues_.to_guest;
  }
  const std::string& send_queue() const {
    return queues_.side == QueuePeer::guest ? queues_.to_guest : queues_.from_guest;
  }

  bool is_same_hardware(const MessageQueueChip& other) const { return queues_ == other.queues_; }

  bool become(Part& next) override;
  std::vector<ControlState> shows() const override;

 private:
  Queues queues_;
};

PartType message_queue_chip_type();

}  // namespace pinbridge::chip
