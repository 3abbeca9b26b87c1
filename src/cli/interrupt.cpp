#include "cli/interrupt.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/signalfd.h>

#include "base/result.hpp"

namespace pinbridge {

Interrupt::Interrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  fd_ = UniqueFd(signalfd(-1, &signals, SFD_CLOEXEC));
  if (!fd_) throw StartupError(std::string("cannot wait for signals: ") + std::strerror(errno));
}

}  // namespace pinbridge
