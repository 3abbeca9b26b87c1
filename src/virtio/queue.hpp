#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "virtio/chain.hpp"

namespace pinbridge::virtio {

/// What a device sees of a queue: buffers come, and go back in any order.
///
/// An error describes the driver's fault; the queue cannot be used afterwards.
class Queue {
 public:
  Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  virtual ~Queue() = default;

  /// The next buffer that the driver made available; nothing if there is none.
  virtual Result<std::optional<Chain>> pop() = 0;

  /// A buffer that was popped and not yet pushed, again: it is checked once more.
  virtual Result<Chain> reopen(ChainHead head) = 0;

  /// Gives a buffer back, whose first `written` writable bytes are the answer.
  virtual void push(ChainHead head, std::uint32_t written) = 0;

  /// Whether the device should leave further requests for another call of process(): others wait.
  virtual bool should_yield() const { return false; }

  /// Interrupts the driver for pushed buffers, if it requests that.
  virtual void notify() = 0;
};

}  // namespace pinbridge::virtio
