#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "links/virtio_gpio/chain.hpp"
#include "links/virtio_gpio/chain_reader.hpp"
#include "links/virtio_gpio/memory_table.hpp"

namespace pinbridge::virtio {

/// The device's side of a split virtqueue (virtio 1.3, 2.7). Knows no socket and no device.
///
///                         descriptors
///   driver ─ avail ring ─▶ ┌──┬──┬──┬──┐ ─ pop() ─▶ device
///          ◀─ used ring ── └──┴──┴──┴──┘ ◀─ push() ─
///
/// Both rings are the guest's memory, written at any time by other CPUs: indices are loaded with
/// acquire and stored with release, and a full fence stands between each store that asks for a bell
/// and the load that looks whether one was missed.
class Virtqueue {
 public:
  /// Where its parts are, in our address space.
  struct Rings {
    std::uint16_t size = 0;  ///< entries: a power of two, 1 to 32768
    std::byte* descriptors = nullptr;
    std::byte* avail = nullptr;  ///< 2-byte aligned
    std::byte* used = nullptr;   ///< 4-byte aligned
  };

  struct Features {
    bool indirect = false;     ///< VIRTIO_F_INDIRECT_DESC
    bool event_index = false;  ///< VIRTIO_F_EVENT_IDX
  };

  /// Whether a queue may have that many entries, and whether its parts are aligned as they must be.
  static Result<void> check_size(std::uint32_t entries);
  static Result<void> check_alignment(const Rings& rings);

  /// Begins at `next_avail` of the available ring. `memory` is not owned. The rings are whole, and
  /// have passed both checks.
  void start(const MemoryTable& memory, const Rings& rings, Features features,
             std::uint16_t next_avail);

  /// The same queue, and its memory now stands elsewhere in ours.
  void relocate(const MemoryTable& memory, const Rings& rings);

  /// As Queue says.
  Result<std::optional<Chain>> pop();
  Result<Chain> reopen(ChainHead head) { return reader_.read(head); }
  void push(ChainHead head, std::uint32_t written);

  /// A buffer waits to be popped.
  bool has_work() const;

  /// Asks the driver not to ring for new buffers: somebody looks anyway.
  void suppress_kicks();

  /// Asks the driver to ring for the next buffer. True if one came while it was not asked to: then
  /// nobody rings for that one.
  bool allow_kicks();

  /// Whether the driver wants an interrupt for what was pushed since the last call of this.
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
