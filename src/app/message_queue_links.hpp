#pragma once

#include <memory>
#include <string>

#include "app/chip_links.hpp"
#include "links/chip/message_queue_chip.hpp"
#include "links/message_queue/message_queue_link.hpp"

namespace pinbridge::app {

/// Two message queues for each chip of type chip-message-queue.
class MessageQueueLinks final
    : public ChipLinks<chip::MessageQueueChip, message_queue::MessageQueueLink> {
 public:
  using ChipLinks::ChipLinks;

 protected:
  std::unique_ptr<message_queue::MessageQueueLink> make_link(const std::string& id,
                                                             chip::MessageQueueChip& chip) override;
};

}  // namespace pinbridge::app
