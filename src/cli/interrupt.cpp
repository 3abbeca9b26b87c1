#include "cli/interrupt.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/signalfd.h>

namespace pinbridge::cli {

Result<Interrupt> Interrupt::open() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  UniqueFd fd(signalfd(-1, &signals, SFD_CLOEXEC));
  if (fd) return Interrupt(std::move(fd));
  return make_error(ErrorCode::system, "cannot wait for signals: {}", std::strerror(errno));
}

}  // namespace pinbridge::cli
