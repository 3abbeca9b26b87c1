#include "qemu/process/signal_forwarder.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <boost/asio/use_awaitable.hpp>
#include <sys/signalfd.h>
#include <unistd.h>

namespace pinbridge::qemu {
namespace {

constexpr int kForwarded[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

/// A key at the terminal: the kernel gave it to every process of the foreground group. (A hang-up
/// also comes from the kernel, but perhaps to a session's leader alone.)
bool from_a_key(const signalfd_siginfo& signal) {
  return signal.ssi_code == SI_KERNEL &&
         (signal.ssi_signo == SIGINT || signal.ssi_signo == SIGQUIT);
}

/// The next signal, if there is one.
bool read_signal(int signals, signalfd_siginfo& signal) {
  return read(signals, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal);
}

}  // namespace

Result<std::unique_ptr<SignalForwarder>> SignalForwarder::start(boost::asio::io_context& io) {
  sigset_t forwarded;
  sigemptyset(&forwarded);
  for (const int signal : kForwarded) sigaddset(&forwarded, signal);
  const int signals = signalfd(-1, &forwarded, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) {
    return make_error(ErrorCode::system, "cannot watch signals: {}", std::strerror(errno));
  }
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &forwarded, &before);
  return std::unique_ptr<SignalForwarder>(new SignalForwarder(io, signals, before));
}

SignalForwarder::SignalForwarder(boost::asio::io_context& io, int signals,
                                 const sigset_t& mask_before)
    : signals_(io, signals), mask_before_(mask_before) {}

void SignalForwarder::forward_to(Forward forward) {
  forward_ = std::move(forward);
  following_ = Dialogue(signals_.get_executor(), "signals for QEMU", follow());
}

SignalForwarder::~SignalForwarder() {
  // What is still there must not end us when the mask goes: the Ctrl-C that ended QEMU.
  last();
  pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

int SignalForwarder::last() {
  signalfd_siginfo signal{};
  while (read_signal(signals_.native_handle(), signal)) last_ = static_cast<int>(signal.ssi_signo);
  return last_;
}

Dialogue::Steps SignalForwarder::follow() {
  while (true) {
    co_await step(signals_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                                      boost::asio::use_awaitable));
    signalfd_siginfo signal{};
    while (read_signal(signals_.native_handle(), signal)) {
      last_ = static_cast<int>(signal.ssi_signo);
      if (!from_a_key(signal)) forward_(static_cast<int>(signal.ssi_signo));
    }
  }
}

}  // namespace pinbridge::qemu
