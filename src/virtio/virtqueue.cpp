#include "virtio/virtqueue.hpp"

#include <atomic>
#include <bit>
#include <cstring>

#include "base/check.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::virtio {
namespace {

std::atomic_ref<std::uint16_t> at(std::byte* ring, std::size_t offset) {
  static_assert(std::atomic_ref<std::uint16_t>::is_always_lock_free);
  return std::atomic_ref(*reinterpret_cast<std::uint16_t*>(ring + offset));
}

/// Whether going from `before` to `now` passes `event` (virtio 1.3, 2.7.7.1; all modulo 2^16).
bool passes(std::uint16_t event, std::uint16_t before, std::uint16_t now) {
  return static_cast<std::uint16_t>(now - event - 1) < static_cast<std::uint16_t>(now - before);
}

}  // namespace

Result<void> Virtqueue::check_size(std::uint32_t entries) {
  if (std::has_single_bit(entries) && entries <= wire::kMaxQueueSize) return {};
  return make_error(ErrorCode::invalid,
                    "a queue of {} entries, where a power of two up to {} is right", entries,
                    wire::kMaxQueueSize);
}

Result<void> Virtqueue::check_alignment(const Rings& rings) {
  const auto aligned = [](const std::byte* part, std::uintptr_t to) {
    return reinterpret_cast<std::uintptr_t>(part) % to == 0;
  };
  if (aligned(rings.descriptors, 16) && aligned(rings.avail, 2) && aligned(rings.used, 4)) {
    return {};
  }
  return make_error(ErrorCode::invalid,
                    "a queue whose descriptors, available and used ring are not at multiples of "
                    "16, 2 and 4");
}

void Virtqueue::start(const MemoryTable& memory, const Rings& rings, Features features,
                      std::uint16_t next_avail) {
  features_ = features;
  next_avail_ = next_avail;
  relocate(memory, rings);
  next_used_ = at(rings_.used, wire::kRingIdx).load(std::memory_order_relaxed);
  never_interrupted_ = true;
}

void Virtqueue::relocate(const MemoryTable& memory, const Rings& rings) {
  PB_CHECK(std::has_single_bit(rings.size));
  rings_ = rings;
  reader_.start(memory, rings.descriptors, {rings.size, features_.indirect});
}

bool Virtqueue::has_work() const {
  return at(rings_.avail, wire::kRingIdx).load(std::memory_order_acquire) != next_avail_;
}

Result<std::optional<Chain>> Virtqueue::pop() {
  const auto end = at(rings_.avail, wire::kRingIdx).load(std::memory_order_acquire);
  const auto waiting = static_cast<std::uint16_t>(end - next_avail_);
  if (waiting == 0) return std::optional<Chain>();
  if (waiting > rings_.size) {
    return make_error(ErrorCode::invalid, "an available ring of {} entries that holds {}",
                      rings_.size, waiting);
  }
  const std::size_t slot = next_avail_ & (rings_.size - 1U);
  const auto head = at(rings_.avail, wire::kRingEntries + slot * sizeof(std::uint16_t))
                        .load(std::memory_order_relaxed);
  const auto chain = reader_.read(ChainHead(head));
  if (!chain) return chain.error();
  ++next_avail_;
  return std::optional<Chain>(*chain);
}

void Virtqueue::push(ChainHead head, std::uint32_t written) {
  const wire::virtq_used_elem element{head.value(), written};
  const std::size_t slot = next_used_ & (rings_.size - 1U);
  std::memcpy(rings_.used + wire::kRingEntries + slot * sizeof element, &element, sizeof element);
  at(rings_.used, wire::kRingIdx).store(++next_used_, std::memory_order_release);
}

void Virtqueue::suppress_kicks() {
  if (features_.event_index) {
    // Just behind: the driver passes it only after 65,535 more buffers, and then rings once in
    // vain.
    set_avail_event(static_cast<std::uint16_t>(next_avail_ - 1));
  } else {
    at(rings_.used, 0).store(wire::VIRTQ_USED_F_NO_NOTIFY, std::memory_order_relaxed);
  }
}

bool Virtqueue::allow_kicks() {
  if (features_.event_index) {
    set_avail_event(next_avail_);
  } else {
    at(rings_.used, 0).store(0, std::memory_order_relaxed);
  }
  // The driver stores its index, fences, and looks whether to ring; we do the mirror image. So at
  // least one of the two sees the other.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return has_work();
}

void Virtqueue::set_avail_event(std::uint16_t index) {
  const std::size_t offset = wire::used_ring_bytes(rings_.size) - sizeof(std::uint16_t);
  at(rings_.used, offset).store(index, std::memory_order_relaxed);
}

bool Virtqueue::wants_interrupt() {
  const std::uint16_t before = interrupted_at_;
  const bool first = never_interrupted_;
  if (!first && before == next_used_) return false;
  interrupted_at_ = next_used_;
  never_interrupted_ = false;
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (!features_.event_index) {
    return (at(rings_.avail, 0).load(std::memory_order_relaxed) &
            wire::VIRTQ_AVAIL_F_NO_INTERRUPT) == 0;
  }
  const std::size_t offset = wire::avail_ring_bytes(rings_.size) - sizeof(std::uint16_t);
  return first ||
         passes(at(rings_.avail, offset).load(std::memory_order_relaxed), before, next_used_);
}

}  // namespace pinbridge::virtio
