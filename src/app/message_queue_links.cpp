#include "app/message_queue_links.hpp"

namespace pinbridge::app {

std::unique_ptr<message_queue::MessageQueueLink> MessageQueueLinks::make_link(
    const std::string& id, chip::MessageQueueChip& chip) {
  return std::make_unique<message_queue::MessageQueueLink>(
      context().loop, chip,
      message_queue::MessageQueueLink::Options{
          .chip = id, .receive_queue = chip.receive_queue(), .send_queue = chip.send_queue()});
}

}  // namespace pinbridge::app
