#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "links/virtio_gpio/chain.hpp"

namespace pinbridge::virtio {

/// What a device sees of a queue: buffers come, and go back in any order.
///
/// An error says what the driver did wrong; the queue is of no use afterwards.
class Queue {
 public:
  Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  virtual ~Queue() = default;

  /// The next buffer that the driver made available; nothing if there is none.
  virtual Result<std::optional<Chain>> pop() = 0;

  /// A buffer that was popped and not pushed yet, once more: checked anew.
  virtual Result<Chain> reopen(ChainHead head) = 0;

  /// Gives a buffer back, whose first `written` writable bytes are the answer.
  virtual void push(ChainHead head, std::uint32_t written) = 0;

  /// Interrupts the driver for what was pushed, if it wants to know.
  virtual void notify() = 0;
};

}  // namespace pinbridge::virtio
