#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "virtio/virtqueue.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::testing {

/// The driver's side of a split virtqueue, in memory that both sides see: what a good driver does,
/// and the bare rings for a bad one. May be used from another thread than the device.
class DriverQueue {
 public:
  /// Its length, and the offsets of its parts from the start of the memory.
  struct Layout {
    std::uint16_t size;
    std::size_t descriptors;
    std::size_t avail;
    std::size_t used;

    static Layout at(std::size_t offset, std::uint16_t size) {
      const std::size_t avail = offset + virtio::wire::descriptor_table_bytes(size);
      const std::size_t avail_end = avail + virtio::wire::avail_ring_bytes(size);
      return {size, offset, avail, (avail_end + 3) / 4 * 4};
    }
    std::size_t end() const { return used + virtio::wire::used_ring_bytes(size); }
  };

  DriverQueue(std::byte* memory, Layout layout) : memory_(memory), layout_(layout) {}

  const Layout& layout() const { return layout_; }
  virtio::Virtqueue::Rings rings() const {
    return {layout_.size, memory_ + layout_.descriptors, memory_ + layout_.avail,
            memory_ + layout_.used};
  }

  /// Clears the rings, as for a queue that continues at `index`.
  void reset(std::uint16_t index = 0) {
    std::memset(memory_ + layout_.descriptors, 0, layout_.end() - layout_.descriptors);
    next_avail_ = rung_at_ = next_used_ = index;
    set_avail_index(index);
    u16(layout_.used + virtio::wire::kRingIdx).store(index, std::memory_order_release);
  }

  void set_descriptor(std::uint16_t index, const virtio::wire::virtq_desc& descriptor) {
    std::memcpy(memory_ + layout_.descriptors + index * sizeof descriptor, &descriptor,
                sizeof descriptor);
  }

  void make_available(std::uint16_t head) {
    const std::size_t slot = next_avail_ % layout_.size;
    u16(layout_.avail + virtio::wire::kRingEntries + 2 * slot)
        .store(head, std::memory_order_relaxed);
    set_avail_index(++next_avail_);
  }
  void set_avail_index(std::uint16_t index) {
    u16(layout_.avail + virtio::wire::kRingIdx).store(index, std::memory_order_release);
  }

  /// Whether to ring for what was made available since the last call of this.
  bool wants_kick(bool event_index) {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const std::uint16_t before = std::exchange(rung_at_, next_avail_);
    if (!event_index) return (used_flags() & virtio::wire::VIRTQ_USED_F_NO_NOTIFY) == 0;
    return static_cast<std::uint16_t>(next_avail_ - avail_event() - 1) <
           static_cast<std::uint16_t>(next_avail_ - before);
  }

  std::optional<virtio::wire::virtq_used_elem> take_used() {
    if (used_index() == next_used_) return std::nullopt;
    virtio::wire::virtq_used_elem element{};
    const std::size_t slot = next_used_++ % layout_.size;
    std::memcpy(&element,
                memory_ + layout_.used + virtio::wire::kRingEntries + slot * sizeof element,
                sizeof element);
    return element;
  }

  /// Asks for an interrupt at the next buffer that comes back. True if one came meanwhile.
  bool ask_for_interrupt() {
    set_used_event(next_used_);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return used_index() != next_used_;
  }

  std::uint16_t next_avail() const { return next_avail_; }
  std::uint16_t next_used() const { return next_used_; }
  std::uint16_t used_index() {
    return u16(layout_.used + virtio::wire::kRingIdx).load(std::memory_order_acquire);
  }
  std::uint16_t used_flags() { return u16(layout_.used).load(std::memory_order_relaxed); }
  std::uint16_t avail_event() { return u16(layout_.end() - 2).load(std::memory_order_relaxed); }
  void set_avail_flags(std::uint16_t flags) {
    u16(layout_.avail).store(flags, std::memory_order_relaxed);
  }
  void set_used_event(std::uint16_t index) {
    u16(layout_.avail + virtio::wire::avail_ring_bytes(layout_.size) - 2)
        .store(index, std::memory_order_relaxed);
  }

 private:
  std::atomic_ref<std::uint16_t> u16(std::size_t offset) const {
    return std::atomic_ref(*reinterpret_cast<std::uint16_t*>(memory_ + offset));
  }

  std::byte* memory_;
  Layout layout_;
  std::uint16_t next_avail_ = 0;
  std::uint16_t rung_at_ = 0;
  std::uint16_t next_used_ = 0;
};

}  // namespace pinbridge::testing
