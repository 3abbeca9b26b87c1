#pragma once

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/unique_fd.hpp"
#include "links/virtio_gpio/testing/gpio_driver.hpp"
#include "loop/testing/loop_stepper.hpp"
#include "vhost_user/vhost_user_wire.hpp"

namespace pinbridge::testing {

using Bytes = std::vector<std::byte>;

inline Bytes join(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Sends bytes to a stream socket, with descriptors attached to the first; false if it accepts none
/// now.
inline bool send_bytes(int socket, std::span<const std::byte> bytes, std::span<const int> fds) {
  iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
  std::array<char, 1056> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!fds.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(head), fds.data(), fds.size_bytes());
  }
  return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) ==
         static_cast<ssize_t>(bytes.size());
}

inline Bytes frame(std::uint32_t request, const Bytes& payload,
                   std::uint32_t flags = vhost_user::wire::kVersion) {
  const auto size = static_cast<std::uint32_t>(payload.size());
  return join(bytes_of(vhost_user::wire::Header{request, flags, size}), payload);
}

/// The front end's side of a vhost-user socket. Works on the loop's thread: while it waits, the
/// loop is stepped.
class FrontEnd {
 public:
  using Fds = std::initializer_list<int>;

  FrontEnd(EventLoop& loop, const std::filesystem::path& path)
      : loop_(loop), socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0)
        << std::strerror(errno);
  }

  /// Sends whatever is asked; whether the other side is still there is another question.
  bool send_raw(const Bytes& bytes, Fds fds = {}) {
    return send_bytes(socket_.get(), bytes, std::span(fds.begin(), fds.size()));
  }
  bool send(std::uint32_t request, const Bytes& payload, Fds fds = {},
            std::uint32_t flags = vhost_user::wire::kVersion) {
    return send_raw(frame(request, payload, flags), fds);
  }
  template <class T>
  bool send(std::uint32_t request, const T& payload, Fds fds = {},
            std::uint32_t flags = vhost_user::wire::kVersion) {
    return send(request, bytes_of(payload), fds, flags);
  }

  /// The next reply: its payload. It must be one to `request`.
  Bytes receive(std::uint32_t request) {
    vhost_user::wire::Header header{};
    Bytes bytes = read(sizeof header);
    if (bytes.size() != sizeof header) {
      ADD_FAILURE() << "no reply to " << request;
      return {};
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    EXPECT_EQ(header.request, request);
    EXPECT_EQ(header.flags, vhost_user::wire::kVersion | vhost_user::wire::kReply);
    return read(header.size);
  }
  template <class T>
  T receive_as(std::uint32_t request) {
    const Bytes bytes = receive(request);
    T value{};
    EXPECT_EQ(bytes.size(), sizeof value);
    if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  template <class T>
  T ask(std::uint32_t request, const Bytes& payload = {}) {
    send(request, payload);
    return receive_as<T>(request);
  }

  /// The other side hangs up.
  bool is_hung_up_on() {
    return step_until(loop_, [this] {
      std::byte rest[64];
      const ssize_t count = ::recv(socket_.get(), rest, sizeof rest, MSG_DONTWAIT);
      return count == 0 || (count < 0 && errno != EAGAIN);
    });
  }
  /// It has processed everything that was sent, and is still running.
  bool is_served() {
    using vhost_user::wire::VHOST_USER_GET_FEATURES;
    return send(VHOST_USER_GET_FEATURES, Bytes()) && receive(VHOST_USER_GET_FEATURES).size() == 8;
  }

  void close() { socket_.reset(); }
  int socket() const { return socket_.get(); }
  EventLoop& loop() { return loop_; }

 private:
  Bytes read(std::size_t size) {
    Bytes bytes(size);
    std::size_t done = 0;
    step_until(loop_, [&] {
      if (done == size) return true;
      const ssize_t count = ::recv(socket_.get(), bytes.data() + done, size - done, MSG_DONTWAIT);
      if (count > 0) done += static_cast<std::size_t>(count);
      return done == size || count == 0;
    });
    bytes.resize(done);
    return bytes;
  }

  EventLoop& loop_;
  UniqueFd socket_;
};

}  // namespace pinbridge::testing
