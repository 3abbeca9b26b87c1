#include "vhost_user/session.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "vhost_user/event_fd.hpp"
#include "virtio/feature_bits.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::vhost_user {
namespace {

using virtio::bit;
using virtio::has;

constexpr std::uint64_t kTransportFeatures =
    bit(virtio::wire::VIRTIO_F_VERSION_1) | bit(virtio::wire::VIRTIO_F_EVENT_IDX) |
    bit(virtio::wire::VIRTIO_F_INDIRECT_DESC) | bit(wire::VHOST_USER_F_PROTOCOL_FEATURES);

// RESET_DEVICE is for front ends to come: up to 11, QEMU sends it to no GPIO device.
constexpr std::uint64_t kProtocolFeatures =
    bit(wire::VHOST_USER_PROTOCOL_F_MQ) | bit(wire::VHOST_USER_PROTOCOL_F_REPLY_ACK) |
    bit(wire::VHOST_USER_PROTOCOL_F_CONFIG) | bit(wire::VHOST_USER_PROTOCOL_F_RESET_DEVICE);

template <class T>
std::vector<std::byte> to_bytes(const T& value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  return {bytes.begin(), bytes.end()};
}

/// How many descriptors may come with a message. Those with rings may have one or none.
std::size_t most_fds(const Message& message) {
  switch (message.header.request) {
    case wire::VHOST_USER_SET_MEM_TABLE:
      return wire::kMaxRegions;
    case wire::VHOST_USER_SET_VRING_KICK:
    case wire::VHOST_USER_SET_VRING_CALL:
    case wire::VHOST_USER_SET_VRING_ERR:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Result<Session::Reply> Session::handle(Message& message) {
  if (message.fds.size() > most_fds(message)) {
    return make_error(ErrorCode::invalid, "{} with {} descriptors, where {} at most are right",
                      request_name(message.header.request), message.fds.size(), most_fds(message));
  }
  auto answer = dispatch(message);
  if (answer && answer->empty() && acknowledges(message)) return reply(0);
  return answer;
}

Result<Session::Reply> Session::dispatch(Message& message) {
  switch (message.header.request) {
    case wire::VHOST_USER_GET_FEATURES:
      return reply(offered_features());
    case wire::VHOST_USER_SET_FEATURES:
      return set_features(message);
    case wire::VHOST_USER_GET_PROTOCOL_FEATURES:
      return reply(kProtocolFeatures);
    case wire::VHOST_USER_SET_PROTOCOL_FEATURES:
      return set_protocol_features(message);
    case wire::VHOST_USER_GET_QUEUE_NUM:
      return reply(runner_.ring_count());
    case wire::VHOST_USER_SET_OWNER:
      return Reply();
    case wire::VHOST_USER_RESET_OWNER:
    case wire::VHOST_USER_RESET_DEVICE:
      runner_.reset();
      for (std::size_t i = 0; i < runner_.ring_count(); ++i) runner_.ring(i).set_enabled(false);
      return Reply();
    case wire::VHOST_USER_SET_MEM_TABLE:
      return set_memory(message);
    case wire::VHOST_USER_SET_VRING_ADDR:
      return set_vring_address(message);
    case wire::VHOST_USER_SET_VRING_KICK:
    case wire::VHOST_USER_SET_VRING_CALL:
    case wire::VHOST_USER_SET_VRING_ERR:
      return set_vring_fd(message);
    case wire::VHOST_USER_SET_VRING_NUM:
    case wire::VHOST_USER_SET_VRING_BASE:
    case wire::VHOST_USER_GET_VRING_BASE:
    case wire::VHOST_USER_SET_VRING_ENABLE:
      return dispatch_vring_state(message);
    case wire::VHOST_USER_GET_CONFIG:
      return get_config(message);
    default:
      return refuse(message);
  }
}

Result<Session::Reply> Session::dispatch_vring_state(const Message& message) {
  const auto state = message.as<wire::VringState>();
  if (!state) return state.error();
  if (const auto checked = check_ring(state->index); !checked) return checked.error();
  switch (message.header.request) {
    case wire::VHOST_USER_SET_VRING_NUM:
      return after(runner_.ring(state->index).set_size(state->num));
    case wire::VHOST_USER_SET_VRING_BASE:
      return after(runner_.ring(state->index).set_base(state->num));
    case wire::VHOST_USER_SET_VRING_ENABLE:
      return set_vring_enable(state->index, state->num);
    default:
      return get_vring_base(state->index);
  }
}

Result<Session::Reply> Session::set_features(const Message& message) {
  const auto features = message.as<std::uint64_t>();
  if (!features) return features.error();
  if (const auto unknown = *features & ~offered_features(); unknown != 0) {
    return make_error(ErrorCode::invalid, "SET_FEATURES with {:#x}, which was not offered",
                      unknown);
  }
  if (runner_.any_running() && *features != features_) {
    return make_error(ErrorCode::invalid, "SET_FEATURES to {:#x} while the driver works with {:#x}",
                      *features, features_);
  }
  features_ = *features;
  runner_.set_features(features_);
  if (has(features_, wire::VHOST_USER_F_PROTOCOL_FEATURES)) return Reply();
  for (std::size_t i = 0; i < runner_.ring_count(); ++i) runner_.ring(i).set_enabled(true);
  return after(runner_.start_what_is_set_up());
}

Result<Session::Reply> Session::set_protocol_features(const Message& message) {
  const auto features = message.as<std::uint64_t>();
  if (!features) return features.error();
  if (const auto unknown = *features & ~kProtocolFeatures; unknown != 0) {
    return make_error(ErrorCode::invalid, "SET_PROTOCOL_FEATURES with {:#x}, which was not offered",
                      unknown);
  }
  protocol_features_ = *features;
  return Reply();
}

Result<Session::Reply> Session::set_memory(const Message& message) {
  const auto bytes = message.bytes();
  wire::MemoryRegions head{};
  if (bytes.size() >= sizeof head) std::memcpy(&head, bytes.data(), sizeof head);
  if (head.num_regions == 0 || head.num_regions > wire::kMaxRegions ||
      bytes.size() != sizeof head + head.num_regions * sizeof(wire::MemoryRegion)) {
    return make_error(ErrorCode::invalid,
                      "SET_MEM_TABLE of {} bytes for {} regions, where 1 to {} "
                      "of 32 bytes each are right",
                      bytes.size(), head.num_regions, wire::kMaxRegions);
  }
  if (message.fds.size() != head.num_regions) {
    return make_error(ErrorCode::invalid, "SET_MEM_TABLE with {} descriptors for {} regions",
                      message.fds.size(), head.num_regions);
  }
  std::vector<wire::MemoryRegion> regions(head.num_regions);
  std::memcpy(regions.data(), bytes.data() + sizeof head, regions.size() * sizeof regions[0]);
  auto memory = GuestMemory::map(regions, message.fds);
  if (!memory) return memory.error();
  return after(runner_.replace_memory(std::move(*memory)));
}

Result<Session::Reply> Session::get_config(const Message& message) {
  wire::ConfigSpace space{};
  if (message.header.size >= sizeof space) {
    std::memcpy(&space, message.payload.data(), sizeof space);
  }
  if (message.header.size != sizeof space + space.size || space.size > wire::kMaxConfigSize ||
      space.offset > wire::kMaxConfigSize - space.size) {
    return make_error(ErrorCode::invalid, "GET_CONFIG of {} bytes for {} at {}, where {} are most",
                      message.header.size, space.size, space.offset, wire::kMaxConfigSize);
  }
  ++config_reads_;
  // The reply is as long as the request; bytes after the end of the space read as 0.
  reply_ = to_bytes(space);
  reply_.resize(message.header.size);
  const auto config = device_.config();
  for (std::size_t i = space.offset; i < config.size() && i < space.offset + space.size; ++i) {
    reply_[sizeof space + i - space.offset] = config[i];
  }
  return Reply(reply_);
}

Result<Session::Reply> Session::set_vring_address(const Message& message) {
  const auto address = message.as<wire::VringAddress>();
  if (!address) return address.error();
  if (const auto checked = check_ring(address->index); !checked) return checked.error();
  Vring& ring = runner_.ring(address->index);
  if (ring.running()) {
    return make_error(ErrorCode::invalid, "SET_VRING_ADDR for queue {}, which runs",
                      address->index);
  }
  ring.set_address(*address);
  return after(runner_.start_what_is_set_up());
}

Result<Session::Reply> Session::set_vring_fd(Message& message) {
  const auto name = request_name(message.header.request);
  const auto value = message.as<std::uint64_t>();
  if (!value) return value.error();
  const std::uint64_t index = *value & wire::kVringIndexMask;
  if (const auto checked = check_ring(index); !checked) return checked.error();
  const bool announced = (*value & wire::kVringNoFd) == 0;
  if (announced == message.fds.empty()) {
    return make_error(ErrorCode::invalid,
                      "{} for queue {} that announces {} descriptor and brings {}", name, index,
                      announced ? "one" : "no", message.fds.size());
  }
  ReceivedFd event_fd;
  if (announced) {
    auto checked = as_event_fd(std::move(message.fds.front()));
    if (!checked) {
      return make_error(checked.error().code, "{} for queue {} with {}", name, index,
                        checked.error().message);
    }
    event_fd = std::move(*checked);
  }
  if (message.header.request == wire::VHOST_USER_SET_VRING_CALL) {
    runner_.set_call(index, std::move(event_fd));
  } else if (message.header.request == wire::VHOST_USER_SET_VRING_ERR) {
    runner_.ring(index).events().set_error(std::move(event_fd));
  } else if (!announced) {
    return make_error(ErrorCode::unsupported,
                      "{} for queue {} without a descriptor: queues are not polled for ever", name,
                      index);
  } else {
    if (const auto watched = runner_.set_kick(index, std::move(event_fd)); !watched) {
      return watched.error();
    }
    return after(runner_.start_what_is_set_up());
  }
  return Reply();
}

Result<Session::Reply> Session::set_vring_enable(std::size_t index, std::uint32_t enable) {
  if (enable > 1) {
    return make_error(ErrorCode::invalid, "SET_VRING_ENABLE to {}, where 0 or 1 is right", enable);
  }
  runner_.ring(index).set_enabled(enable == 1);
  if (enable == 1) return after(runner_.start_what_is_set_up());
  runner_.stop(index);
  return Reply();
}

Result<Session::Reply> Session::get_vring_base(std::size_t index) {
  runner_.stop(index);
  runner_.ring(index).events().forget_kick();
  reply_ = to_bytes(wire::VringState{.index = static_cast<std::uint32_t>(index),
                                     .num = runner_.ring(index).base()});
  return Reply(reply_);
}

/// Also SET_CONFIG: the whole space is read-only, and a guest may try, so nothing ends for that.
Result<Session::Reply> Session::refuse(const Message& message) {
  if (acknowledges(message)) return reply(1);
  if (message.header.request == wire::VHOST_USER_SET_CONFIG) return Reply();
  return make_error(ErrorCode::unsupported, "{}, which was not offered",
                    request_name(message.header.request));
}

Result<Session::Reply> Session::after(const Result<void>& done) {
  if (!done) return done.error();
  return Reply();
}

Session::Reply Session::reply(std::uint64_t value) {
  reply_ = to_bytes(value);
  return reply_;
}

bool Session::acknowledges(const Message& message) const {
  return message.needs_reply() && has(protocol_features_, wire::VHOST_USER_PROTOCOL_F_REPLY_ACK);
}

std::uint64_t Session::offered_features() const {
  return kTransportFeatures | device_.features();
}

Result<void> Session::check_ring(std::uint64_t index) const {
  if (index < runner_.ring_count()) return {};
  return make_error(ErrorCode::invalid, "a message for queue {}, where there are {}", index,
                    runner_.ring_count());
}

}  // namespace pinbridge::vhost_user
