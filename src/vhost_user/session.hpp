#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "vhost_user/device_runner.hpp"
#include "vhost_user/message.hpp"
#include "virtio/device.hpp"

namespace pinbridge::vhost_user {

/// The back end's side of vhost-user: runs rings as the messages of a front end set them up. Knows
/// the device by virtio::Device only, and no socket.
class Session {
 public:
  /// A reply's payload; valid until the next message. No bytes: none is due.
  using Reply = std::span<const std::byte>;

  Session(EventLoop& loop, virtio::Device& device, DriverListener& listener)
      : device_(device), runner_(loop, device, listener) {}

  /// Executes a message. An error describes what is wrong with it, and ends the connection.
  Result<Reply> handle(Message& message);

  /// How often the front end has read the configuration.
  int config_reads() const { return config_reads_; }

 private:
  Result<Reply> dispatch(Message& message);
  Result<Reply> dispatch_vring_state(const Message& message);
  Result<Reply> set_features(const Message& message);
  Result<Reply> set_protocol_features(const Message& message);
  Result<Reply> set_memory(const Message& message);
  Result<Reply> get_config(const Message& message);
  Result<Reply> set_vring_address(const Message& message);
  Result<Reply> set_vring_fd(Message& message);
  Result<Reply> set_vring_enable(std::size_t index, std::uint32_t enable);
  Result<Reply> get_vring_base(std::size_t index);
  Result<Reply> refuse(const Message& message);
  Result<Reply> after(const Result<void>& done);

  Reply reply(std::uint64_t value);
  bool acknowledges(const Message& message) const;
  std::uint64_t offered_features() const;
  Result<void> check_ring(std::uint64_t index) const;

  virtio::Device& device_;
  DeviceRunner runner_;
  std::uint64_t features_ = 0;
  std::uint64_t protocol_features_ = 0;
  int config_reads_ = 0;
  std::vector<std::byte> reply_;
};

}  // namespace pinbridge::vhost_user
