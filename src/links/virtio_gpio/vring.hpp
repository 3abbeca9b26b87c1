#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "links/virtio_gpio/kick.hpp"
#include "links/virtio_gpio/memory_table.hpp"
#include "links/virtio_gpio/queue.hpp"
#include "links/virtio_gpio/vhost_user_wire.hpp"
#include "links/virtio_gpio/virtqueue.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::vhost_user {

/// One ring of a session: what the front end said of it, message by message, and the virtqueue that
/// results. It runs when all of it is there.
class Vring final : public virtio::Queue {
 public:
  /// `loop` is not owned and outlives the ring.
  explicit Vring(EventLoop& loop) : loop_(loop) {}

  // What the messages SET_VRING_* bring. Size and base are refused while it runs.
  Result<void> set_size(std::uint32_t entries);
  Result<void> set_base(std::uint32_t next_avail);
  void set_address(const wire::VringAddress& address) { address_ = address; }
  void set_kick(UniqueFd event_fd, std::function<void()> on_kick);
  void set_call(UniqueFd event_fd);  ///< rings it once, for what may have been missed
  void set_error(UniqueFd event_fd) { error_ = std::move(event_fd); }
  void set_enabled(bool enabled) { enabled_ = enabled; }

  bool set_up() const { return enabled_ && kick_ && address_ && size_ > 0; }
  bool running() const { return running_; }

  /// Whether it would start where it last stopped: the machine was paused, not reset.
  bool continues() const;

  /// Whether `memory` has room for the ring where the front end says that it is.
  Result<void> fits(const virtio::MemoryTable& memory) const;

  /// Starts, or takes over a new memory table while it runs, which it fits. `memory` outlives the
  /// run.
  Result<void> start(const virtio::MemoryTable& memory, virtio::Virtqueue::Features features);
  void relocate(const virtio::MemoryTable& memory);
  void stop();
  void forget_kick() { kick_.reset(); }

  /// Where a stopped ring goes on.
  std::uint32_t base() const { return base_; }

  virtio::Virtqueue& virtqueue() { return queue_; }

  /// Tells the front end that the ring is of no use any more.
  void signal_error() const;

  Result<std::optional<virtio::Chain>> pop() override { return queue_.pop(); }
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
  std::unique_ptr<Kick> kick_;
  UniqueFd call_;
  UniqueFd error_;
  bool enabled_ = false;
  bool running_ = false;
  std::optional<Place> stopped_at_;
};

}  // namespace pinbridge::vhost_user
