#include "vhost_user/vring.hpp"

#include "base/check.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::vhost_user {

using virtio::MemoryTable;
using virtio::Virtqueue;
namespace ring_wire = virtio::wire;

Result<void> Vring::set_size(std::uint32_t entries) {
  if (running_) return make_error(ErrorCode::invalid, "SET_VRING_NUM for a ring that runs");
  if (const auto checked = Virtqueue::check_size(entries); !checked) return checked.error();
  size_ = entries;
  return {};
}

Result<void> Vring::set_base(std::uint32_t next_avail) {
  if (running_) return make_error(ErrorCode::invalid, "SET_VRING_BASE for a ring that runs");
  if (next_avail > 0xffff) {
    return make_error(ErrorCode::invalid, "SET_VRING_BASE to {}, where 65535 is the most",
                      next_avail);
  }
  base_ = next_avail;
  return {};
}

bool Vring::continues() const {
  // A reset ring begins at 0. One that is stopped at 0 after 65,536 buffers is taken for a reset
  // one.
  return base_ != 0 && stopped_at_ == place();
}

Result<void> Vring::fits(const MemoryTable& memory) const {
  const auto rings = locate(memory);
  if (!rings) return rings.error();
  return {};
}

Result<void> Vring::start(const MemoryTable& memory, Virtqueue::Features features) {
  const auto rings = locate(memory);
  if (!rings) return rings.error();
  queue_.start(memory, *rings, features, static_cast<std::uint16_t>(base_));
  running_ = true;
  return {};
}

void Vring::relocate(const MemoryTable& memory) {
  const auto rings = locate(memory);
  PB_CHECK(rings.has_value());
  queue_.relocate(memory, *rings);
}

void Vring::stop() {
  PB_CHECK(running_);
  running_ = false;
  base_ = queue_.next_avail();
  stopped_at_ = place();
}

void Vring::notify() {
  if (!queue_.wants_interrupt() || !events_.has_call()) return;
  events_.signal_call();
  loop_.expect_work(EventLoop::Arrival::memory);
}

Vring::Place Vring::place() const {
  return {base_, size_, address_ ? address_->descriptor : 0};
}

Result<Virtqueue::Rings> Vring::locate(const MemoryTable& memory) const {
  PB_CHECK(address_ && size_ > 0);
  const auto& [index, flags, descriptors, used, available, log] = *address_;
  const Virtqueue::Rings rings{
      .size = static_cast<std::uint16_t>(size_),
      .descriptors = memory.whole_at_user(descriptors, ring_wire::descriptor_table_bytes(size_)),
      .avail = memory.whole_at_user(available, ring_wire::avail_ring_bytes(size_)),
      .used = memory.whole_at_user(used, ring_wire::used_ring_bytes(size_)),
  };
  if (rings.descriptors == nullptr || rings.avail == nullptr || rings.used == nullptr) {
    return make_error(ErrorCode::invalid,
                      "queue {} with parts at {:#x}, {:#x} and {:#x}, not all in its memory", index,
                      descriptors, available, used);
  }
  if (const auto checked = Virtqueue::check_alignment(rings); !checked) return checked.error();
  return rings;
}

}  // namespace pinbridge::vhost_user
