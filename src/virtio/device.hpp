#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "virtio/queue.hpp"

namespace pinbridge::virtio {

/// A virtio device without its transport.
///
/// Life: negotiated() → queue_started() for each queue → process() … → queue_stopping() for each.
/// The driver's configuration outlives a stop, because a front end also stops the queues of a
/// machine that is only paused: they are started again, or reset() discards the configuration.
class Device {
 public:
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  virtual ~Device() = default;

  /// The feature bits of this kind of device, 0 to 23, without those of queues and transports.
  virtual std::uint64_t features() const = 0;
  virtual unsigned queue_count() const = 0;

  /// The configuration space; the driver may read it only.
  virtual std::span<const std::byte> config() const = 0;

  /// The features that the driver accepted, all kinds.
  virtual void negotiated(std::uint64_t features) = 0;

  /// `queue` lives until it is stopped or the device is reset.
  virtual void queue_started(unsigned index, Queue& queue) = 0;

  /// Returns every buffer of this queue that the device holds. What the device drives stays as it
  /// is until reset().
  virtual void queue_stopping(unsigned index) = 0;

  /// Buffers may have come: handles some, and need not handle all.
  virtual Result<void> process(unsigned index) = 0;

  /// Forgets everything, the queues and their buffers included.
  virtual void reset() = 0;
};

}  // namespace pinbridge::virtio
