#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "vhost_user/received_fd.hpp"
#include "vhost_user/vhost_user_wire.hpp"

namespace pinbridge::vhost_user {

/// More than any message that we serve needs; one that claims more ends its connection.
inline constexpr std::size_t kMaxPayload = 512;

/// One request of a front end, and its descriptors; descriptors that are not taken are closed with
/// it.
struct Message {
  wire::Header header{};
  std::array<std::byte, kMaxPayload> payload{};
  std::vector<ReceivedFd> fds;

  std::span<const std::byte> bytes() const { return std::span(payload).first(header.size); }
  bool needs_reply() const { return (header.flags & wire::kNeedReply) != 0; }

  /// The payload as a T, which must be all of it.
  template <class T>
  Result<T> as() const;
};

/// The specification's name of that request, for users; "message N" for an unknown one.
std::string request_name(std::uint32_t request);

template <class T>
Result<T> Message::as() const {
  if (header.size != sizeof(T)) {
    return make_error(ErrorCode::invalid, "{} of {} bytes, where {} are right",
                      request_name(header.request), header.size, sizeof(T));
  }
  T value;
  std::memcpy(&value, payload.data(), sizeof value);
  return value;
}

}  // namespace pinbridge::vhost_user
