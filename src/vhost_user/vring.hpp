#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "vhost_user/vhost_user_wire.hpp"
#include "vhost_user/vring_events.hpp"
#include "virtio/memory_table.hpp"
#include "virtio/queue.hpp"
#include "virtio/virtqueue.hpp"

namespace pinbridge::vhost_user {

/// One ring of a session: its parameters, message by message, and the resulting virtqueue. It runs
/// when it is complete.
class Vring final : public virtio::Queue {
 public:
  /// `loop` is not owned and outlives the ring.
  explicit Vring(EventLoop& loop) : loop_(loop), events_(loop.io()) {}

  // What the messages SET_VRING_* bring. Size and base are refused while it runs.
  Result<void> set_size(std::uint32_t entries);
  Result<void> set_base(std::uint32_t next_avail);
  void set_address(const wire::VringAddress& address) { address_ = address; }
  void set_enabled(bool enabled) { enabled_ = enabled; }
  VringEvents& events() { return events_; }

  bool set_up() const { return enabled_ && events_.has_kick() && address_ && size_ > 0; }
  bool running() const { return running_; }

  /// Whether it would start where it last stopped: the machine was paused, not reset.
  bool continues() const;

  /// Whether `memory` contains the ring at the address of the front end.
  Result<void> fits(const virtio::MemoryTable& memory) const;

  /// Starts, or takes over a new memory table while it runs, which it fits. `memory` outlives the
  /// run.
  Result<void> start(const virtio::MemoryTable& memory, virtio::Virtqueue::Features features);
  void relocate(const virtio::MemoryTable& memory);
  void stop();

  /// The position where a stopped ring continues.
  std::uint32_t base() const { return base_; }

  virtio::Virtqueue& virtqueue() { return queue_; }

  Result<std::optional<virtio::Chain>> pop() override { return queue_.pop(); }
  bool should_yield() const override { return loop_.turn_is_spent(); }
  Result<virtio::Chain> reopen(virtio::ChainHead head) override { return queue_.reopen(head); }
  void push(virtio::ChainHead head, std::uint32_t written) override { queue_.push(head, written); }
  void notify() override;

 private:
  /// Enough to know it again.
  struct Place {
    std::uint32_t base;
    std::uint32_t size;
    std::uint64_t descriptors;
    friend bool operator==(const Place&, const Place&) = default;
  };

  Place place() const;
  Result<virtio::Virtqueue::Rings> locate(const virtio::MemoryTable& memory) const;

  EventLoop& loop_;
  virtio::Virtqueue queue_;
  std::uint32_t size_ = 0;
  std::uint32_t base_ = 0;
  std::optional<wire::VringAddress> address_;
  VringEvents events_;
  bool enabled_ = false;
  bool running_ = false;
  std::optional<Place> stopped_at_;
};

}  // namespace pinbridge::vhost_user
