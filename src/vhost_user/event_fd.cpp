#include "vhost_user/event_fd.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include <fcntl.h>
#include <linux/aio_abi.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace pinbridge::vhost_user {
namespace {

/// Completions that may wait to be collected: one system call collects that many.
constexpr unsigned kDepth = 64;

/// A context of the kernel's asynchronous I/O, used for the signal of its completions only.
class Completions {
 public:
  Completions() : nothing_(::memfd_create("pinbridge-nothing", MFD_CLOEXEC)) {
    if (::syscall(SYS_io_setup, kDepth, &context_) != 0) context_ = 0;
    if (!works()) {
      spdlog::warn(
          "the kernel offers no asynchronous I/O, so a compromised QEMU can delay the bench: {}",
          std::strerror(errno));
    }
  }
  Completions(const Completions&) = delete;
  Completions& operator=(const Completions&) = delete;
  ~Completions() {
    if (context_ != 0) ::syscall(SYS_io_destroy, context_);
  }

  bool works() const { return context_ != 0 && nothing_; }

  bool signal(int event_fd) {
    if (submitted_ == kDepth) collect();
    if (submit(event_fd)) return true;
    collect();
    return submit(event_fd);
  }

 private:
  bool submit(int event_fd) {
    iocb read{};
    read.aio_lio_opcode = IOCB_CMD_PREAD;
    read.aio_fildes = static_cast<std::uint32_t>(nothing_.get());
    read.aio_buf = reinterpret_cast<std::uintptr_t>(this);  // for no bytes
    read.aio_flags = IOCB_FLAG_RESFD;
    read.aio_resfd = static_cast<std::uint32_t>(event_fd);
    std::array<iocb*, 1> list{&read};
    if (::syscall(SYS_io_submit, context_, 1, list.data()) != 1) return false;
    ++submitted_;
    return true;
  }

  void collect() {
    std::array<io_event, kDepth> events{};
    timespec at_once{};
    ::syscall(SYS_io_getevents, context_, 0, kDepth, events.data(), &at_once);
    submitted_ = 0;
  }

  aio_context_t context_ = 0;
  UniqueFd nothing_;
  unsigned submitted_ = 0;  ///< since the last collect()
};

void write_if_it_has_room(int event_fd) {
  pollfd room{event_fd, POLLOUT, 0};
  if (::poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0) return;
  const int flags = ::fcntl(event_fd, F_GETFL);
  if (flags < 0 || ::fcntl(event_fd, F_SETFL, flags | O_NONBLOCK) != 0) return;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(event_fd, &one, sizeof one);
}

}  // namespace

Result<ReceivedFd> as_event_fd(ReceivedFd fd) {
  if (!is_event_fd(fd.get())) {
    return make_error(ErrorCode::invalid, "a descriptor for kicks or calls that is not an eventfd");
  }
  return fd;
}

void signal_event(int event_fd) {
  static Completions completions;
  if (completions.works() && completions.signal(event_fd)) return;
  write_if_it_has_room(event_fd);
}

}  // namespace pinbridge::vhost_user
