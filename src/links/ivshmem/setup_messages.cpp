#include "links/ivshmem/setup_messages.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

#include <sys/socket.h>

#include "base/byte_order.hpp"

namespace pinbridge::ivshmem {
namespace {

constexpr std::uint64_t kVersion = 0;
constexpr std::uint64_t kQemu =
    1;  ///< QEMU's id; the guest does not interrupt us, so ours is not sent
constexpr std::uint64_t kMemory = ~std::uint64_t{0};

/// A message is a number, with a descriptor or without.
Result<void> send(int socket, std::uint64_t number, std::optional<int> fd = {}) {
  Bytes bytes;
  LittleEndianWriter(bytes).u64(number);
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (fd) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* const head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(head), &*fd, sizeof(int));
  }
  const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent == static_cast<ssize_t>(bytes.size())) return {};
  return make_error(ErrorCode::system, "cannot send it the memory: {}",
                    sent < 0 ? std::strerror(errno) : "its socket is full");
}

}  // namespace

Result<void> send_setup(int socket, int memory, int interrupt) {
  if (auto sent = send(socket, kVersion); !sent) return sent;
  if (auto sent = send(socket, kQemu); !sent) return sent;
  if (auto sent = send(socket, kMemory, memory); !sent) return sent;
  return send(socket, kQemu, interrupt);
}

}  // namespace pinbridge::ivshmem
