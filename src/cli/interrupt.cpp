#include "cli/interrupt.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "loop/end_signals.hpp"

namespace pinbridge::cli {

Result<Interrupt> Interrupt::open() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (!is_hangup_ignored()) sigaddset(&signals, SIGHUP);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  UniqueFd fd(signalfd(-1, &signals, SFD_CLOEXEC));
  if (fd) return Interrupt(std::move(fd));
  return make_error(ErrorCode::system, "cannot wait for signals: {}", std::strerror(errno));
}

bool Interrupt::pending() const {
  pollfd entry{.fd = fd_.get(), .events = POLLIN, .revents = 0};
  return poll(&entry, 1, 0) > 0;
}

int Interrupt::signal() const {
  signalfd_siginfo info{};
  while (read(fd_.get(), &info, sizeof info) < 0 && errno == EINTR) {
  }
  return static_cast<int>(info.ssi_signo);
}

}  // namespace pinbridge::cli
