#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/unique_fd.hpp"

namespace pinbridge::testing {

/// Sends bytes and a descriptor over a Unix socket; `flags` as for sendmsg(). Returns the number of
/// bytes, or -1 and errno.
inline ssize_t send_fd(int socket, int fd, int flags = 0) {
  std::array<char, 2> bytes{'a', 'b'};
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof fd)> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(head), &fd, sizeof fd);
  return ::sendmsg(socket, &message, flags | MSG_NOSIGNAL);
}

/// Two ends of a connected Unix stream socket.
struct UnixPair {
  UnixPair() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    near.reset(ends[0]);
    far.reset(ends[1]);
  }

  UniqueFd near;
  UniqueFd far;
};

/// A TCP connection whose near end waits for an hour when it is closed, because its peer reads
/// nothing.
class LingeringSocket {
 public:
  LingeringSocket() {
    const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* name = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener.get(), name, size), 0);
    EXPECT_EQ(::listen(listener.get(), 1), 0);
    EXPECT_EQ(::getsockname(listener.get(), name, &size), 0);
    near_.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::connect(near_.get(), name, size), 0);
    far_.reset(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const linger wait{1, 3600};
    EXPECT_EQ(::setsockopt(near_.get(), SOL_SOCKET, SO_LINGER, &wait, sizeof wait), 0);
    const std::vector<std::byte> block(1U << 16U);
    while (::send(near_.get(), block.data(), block.size(), MSG_DONTWAIT) > 0) {
    }
  }

  /// The caller closes it.
  int take() { return near_.release(); }
  /// Moves it into the receive queue of the peer of `socket`, whose close then waits.
  void pass_over(int socket, int flags = 0) {
    EXPECT_GT(send_fd(socket, near_.get(), flags), 0);
    near_.reset();
  }
  /// The connection is reset, which ends the wait.
  void end() { far_.reset(); }

 private:
  UniqueFd near_;
  UniqueFd far_;
};

}  // namespace pinbridge::testing
