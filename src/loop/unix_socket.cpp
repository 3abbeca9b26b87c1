#include "loop/unix_socket.hpp"

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/closer.hpp"

// Linux 6.16; the same on every architecture that we build for.
#ifndef SO_PASSRIGHTS
#define SO_PASSRIGHTS 83
#endif

namespace pinbridge {
namespace {

bool descriptors_are_refused(int socket) {
  int accepted = 1;
  socklen_t size = sizeof accepted;
  return ::getsockopt(socket, SOL_SOCKET, SO_PASSRIGHTS, &accepted, &size) == 0 && accepted == 0;
}

struct Peeked {
  ssize_t size = 0;  ///< as of recvmsg()
  bool descriptors = false;
};

/// A copy of descriptors that come is made and dropped, but they stay in the socket, so that no
/// close is the last one. Without room for them, the kernel reports them by MSG_CTRUNC.
Peeked peek(int socket, std::span<std::byte> buffer) {
  iovec bytes{buffer.data(), buffer.size()};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  const ssize_t size = ::recvmsg(socket, &message, MSG_PEEK | MSG_DONTWAIT);
  return {size, size > 0 && (message.msg_flags & MSG_CTRUNC) != 0};
}

void close_socket(int socket) {
  // From now on nothing more arrives, so the check holds.
  ::shutdown(socket, SHUT_RDWR);
  int unread = 0;
  if (::ioctl(socket, FIONREAD, &unread) == 0 && unread == 0) {
    ::close(socket);
  } else {
    closer().close(socket);
  }
}

}  // namespace

bool refuse_descriptors(int socket) {
  constexpr int kNone = 0;
  return ::setsockopt(socket, SOL_SOCKET, SO_PASSRIGHTS, &kNone, sizeof kNone) == 0;
}

bool brings_descriptors(int socket, std::size_t size) {
  std::vector<std::byte> buffer(size);
  return peek(socket, buffer).descriptors;
}

UnixSocket::UnixSocket(Base socket)
    : Base(std::move(socket)), checks_(!descriptors_are_refused(native_handle())) {
  // Otherwise a read skips such a byte, and closes the descriptors that it brings.
  constexpr int kInline = 1;
  ::setsockopt(native_handle(), SOL_SOCKET, SO_OOBINLINE, &kInline, sizeof kInline);
}

UnixSocket& UnixSocket::operator=(UnixSocket&& other) noexcept {
  if (this == &other) return *this;
  close();
  checks_ = other.checks_;
  Base::operator=(std::move(other));
  return *this;
}

void UnixSocket::close() {
  if (!is_open()) return;
  boost::system::error_code error;
  const int socket = release(error);
  if (!error) close_socket(socket);
}

Result<std::optional<std::size_t>> UnixSocket::receive(std::span<std::byte> buffer) {
  ssize_t size = 0;
  if (checks_) {
    const Peeked next = peek(native_handle(), buffer);
    if (next.descriptors) {
      return make_error(ErrorCode::invalid,
                        "it passed a descriptor, which this socket does not accept");
    }
    size = next.size;
    if (size > 0) buffer = buffer.first(static_cast<std::size_t>(size));
  }
  if (size >= 0) size = ::recv(native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size >= 0) return std::optional(static_cast<std::size_t>(size));
  if (errno == EAGAIN || errno == EINTR) return std::optional<std::size_t>();
  return make_error(ErrorCode::system, "its socket failed: {}", std::strerror(errno));
}

}  // namespace pinbridge
