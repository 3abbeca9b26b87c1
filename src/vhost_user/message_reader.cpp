#include "vhost_user/message_reader.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/socket.h>

#include "base/closer.hpp"
#include "loop/unix_socket.hpp"

namespace pinbridge::vhost_user {
namespace {

constexpr std::size_t kMaxFds = wire::kMaxRegions;

/// The kernel's limit for one sendmsg(), SCM_MAX_FD. It would close what there is no room for, on
/// this thread.
constexpr std::size_t kMaxReceivedFds = 253;

/// Takes over every descriptor that came, wanted or not.
void collect_fds(const msghdr& received, std::vector<ReceivedFd>& fds) {
  for (const cmsghdr* control = CMSG_FIRSTHDR(&received); control != nullptr;
       control = CMSG_NXTHDR(const_cast<msghdr*>(&received), const_cast<cmsghdr*>(control))) {
    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(control) + i * sizeof fd, sizeof fd);
      fds.emplace_back(fd);
    }
  }
}

}  // namespace

Result<MessageReader::Progress> MessageReader::read(int socket) {
  auto* header = reinterpret_cast<std::byte*>(&message_.header);
  while (done_ < sizeof(wire::Header)) {
    auto progress = fill(socket, {header + done_, sizeof(wire::Header) - done_});
    if (!progress || *progress != Progress::message) return progress;
  }
  if (const auto checked = check_header(); !checked) return checked.error();
  while (done_ < sizeof(wire::Header) + message_.header.size) {
    const std::size_t offset = done_ - sizeof(wire::Header);
    const auto rest = std::span(message_.payload).first(message_.header.size).subspan(offset);
    auto progress = fill(socket, rest);
    if (!progress || *progress != Progress::message) return progress;
  }
  return Progress::message;
}

Message MessageReader::take() {
  done_ = 0;
  return std::exchange(message_, Message());
}

/// Progress::message: some bytes came.
Result<MessageReader::Progress> MessageReader::fill(int socket, std::span<std::byte> part) {
  if (closer().is_full() && brings_descriptors(socket, part.size())) {
    return make_error(ErrorCode::limit,
                      "a message with descriptors, while {} of peers wait to be closed",
                      closer().waiting());
  }
  iovec bytes{part.data(), part.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(kMaxReceivedFds * sizeof(int))];
  msghdr received{};
  received.msg_iov = &bytes;
  received.msg_iovlen = 1;
  received.msg_control = control;
  received.msg_controllen = sizeof control;
  const ssize_t count = ::recvmsg(socket, &received, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (count < 0) {
    if (errno == EAGAIN || errno == EINTR) return Progress::waiting;
    if (errno == ECONNRESET) return Progress::closed;
    return make_error(ErrorCode::system, "its socket failed: {}", std::strerror(errno));
  }
  collect_fds(received, message_.fds);
  if ((received.msg_flags & MSG_CTRUNC) != 0 || message_.fds.size() > kMaxFds) {
    return make_error(ErrorCode::invalid, "a message with more than {} descriptors", kMaxFds);
  }
  if (count == 0) {
    if (done_ == 0) return Progress::closed;
    return make_error(ErrorCode::invalid, "a message that ends after {} bytes", done_);
  }
  done_ += static_cast<std::size_t>(count);
  return Progress::message;
}

Result<void> MessageReader::check_header() const {
  const wire::Header& header = message_.header;
  if ((header.flags & wire::kVersionMask) != wire::kVersion ||
      (header.flags & ~(wire::kVersionMask | wire::kNeedReply)) != 0) {
    return make_error(ErrorCode::invalid, "{} with flags {:#x}, where version 1 is right",
                      request_name(header.request), header.flags);
  }
  if (header.size > kMaxPayload) {
    return make_error(ErrorCode::invalid, "{} of {} bytes, where {} are the most that any needs",
                      request_name(header.request), header.size, kMaxPayload);
  }
  return {};
}

}  // namespace pinbridge::vhost_user
