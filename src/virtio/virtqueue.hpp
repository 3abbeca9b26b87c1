#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "virtio/chain.hpp"
#include "virtio/chain_reader.hpp"
#include "virtio/memory_table.hpp"

namespace pinbridge::virtio {

/// The device's side of a split virtqueue (virtio 1.3, 2.7). Independent of sockets and devices.
///
///                         descriptors
///   driver ─ avail ring ─▶ ┌──┬──┬──┬──┐ ─ pop() ─▶ device
///          ◀─ used ring ── └──┴──┴──┴──┘ ◀─ push() ─
///
/// Both rings are the guest's memory, written at any time by other CPUs. Indices are loaded with
/// acquire and stored with release. A full fence separates each store that enables kicks or
/// interrupts from the load that checks whether one was missed.
class Virtqueue {
 public:
  /// The addresses of its parts, in our address space.
  struct Rings {
    std::uint16_t size = 0;  ///< entries: a power of two, 1 to wire::kMaxQueueSize
    std::byte* descriptors = nullptr;
    std::byte* avail = nullptr;  ///< 2-byte aligned
    std::byte* used = nullptr;   ///< 4-byte aligned
  };

  struct Features {
    bool indirect = false;     ///< VIRTIO_F_INDIRECT_DESC
    bool event_index = false;  ///< VIRTIO_F_EVENT_IDX
  };

  /// Whether a queue may have this many entries, and whether its parts are aligned correctly.
  static Result<void> check_size(std::uint32_t entries);
  static Result<void> check_alignment(const Rings& rings);

  /// Begins at `next_avail` of the available ring. `memory` is not owned. The rings are whole, and
  /// have passed both checks.
  void start(const MemoryTable& memory, const Rings& rings, Features features,
             std::uint16_t next_avail);

  /// The same queue, whose memory is now at another address in our process.
  void relocate(const MemoryTable& memory, const Rings& rings);

  /// As in Queue.
  Result<std::optional<Chain>> pop();
  Result<Chain> reopen(ChainHead head) { return reader_.read(head); }
  void push(ChainHead head, std::uint32_t written);

  /// A buffer is available.
  bool has_work() const;

  /// Asks the driver not to send kicks for new buffers: the caller polls.
  void suppress_kicks();

  /// Asks the driver for a kick at the next buffer. True if a buffer arrived while kicks were
  /// suppressed: there is no kick for that one.
  bool allow_kicks();

  /// Whether the driver requests an interrupt for what was pushed since the last call of this.
  bool wants_interrupt();

  /// Where the available ring is read next: the ring's whole state when no buffer is out.
  std::uint16_t next_avail() const { return next_avail_; }

 private:
  void set_avail_event(std::uint16_t index);

  ChainReader reader_;
  Rings rings_;
  Features features_;
  std::uint16_t next_avail_ = 0;
  std::uint16_t next_used_ = 0;
  std::uint16_t interrupted_at_ = 0;  ///< next_used_ when wants_interrupt() was last asked
  bool never_interrupted_ = true;
};

}  // namespace pinbridge::virtio
