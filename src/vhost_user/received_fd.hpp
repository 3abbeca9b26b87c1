#pragma once

#include <utility>

#include "base/unique_fd.hpp"

namespace pinbridge::vhost_user {

/// Whether it is an eventfd, or a file of memory (memfd, tmpfs, hugetlbfs). Both look at what the
/// kernel knows and ask nothing of the file, which may never answer.
bool is_event_fd(int fd);
bool is_memory(int fd);

/// Closes a descriptor that a peer sent, on a separate thread (see Closer).
void close_received(int fd);

/// Owns a descriptor that came from a peer.
class ReceivedFd {
 public:
  ReceivedFd() = default;
  explicit ReceivedFd(int fd) : fd_(fd) {}
  // Not explicit: one of our own will do as well.
  ReceivedFd(UniqueFd fd) : fd_(fd.release()) {}
  ReceivedFd(ReceivedFd&& other) noexcept : fd_(other.release()) {}
  ReceivedFd& operator=(ReceivedFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~ReceivedFd() {
    if (fd_ >= 0) close_received(fd_);
  }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

}  // namespace pinbridge::vhost_user
