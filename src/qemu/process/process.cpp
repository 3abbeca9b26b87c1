#include "qemu/process/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <boost/asio/use_awaitable.hpp>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "qemu/process/child.hpp"

namespace pinbridge::qemu {

Result<std::unique_ptr<Process>> Process::start(boost::asio::io_context& io,
                                                const std::vector<std::string>& argv, Ended ended,
                                                const std::vector<int>& keep,
                                                const Streams& streams) {
  const TerminalSettings terminal = TerminalSettings::read(STDIN_FILENO);
  auto signals = SignalForwarder::start(io);
  if (!signals) return signals.error();
  const auto pid =
      start_child({.argv = argv, .standard = {streams[0], streams[1], streams[2]}, .keep = keep});
  if (!pid) return pid.error();
  // By its number: glibc 2.36's header cannot be used from C++.
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, *pid, 0));
  if (pidfd < 0) {
    const int error = errno;
    kill(*pid, SIGKILL);
    reap(*pid);
    return make_error(ErrorCode::system, "cannot watch {}: {}", argv.front(), std::strerror(error));
  }
  return std::unique_ptr<Process>(
      new Process(io, *pid, pidfd, terminal, std::move(*signals), std::move(ended)));
}

Process::Process(boost::asio::io_context& io, pid_t pid, int pidfd, TerminalSettings terminal,
                 std::unique_ptr<SignalForwarder> signals, Ended ended)
    : pid_(pid),
      pidfd_(io, pidfd),
      kill_timer_(io),
      terminal_(terminal),
      signals_(std::move(signals)),
      ended_(std::move(ended)) {
  // The number is the child's own: it is reaped in the same breath in which this ends.
  signals_->forward_to([this](int signal) { kill(pid_, signal); });
  watching_ = Dialogue(io.get_executor(), "end of QEMU", watch());
}

Process::~Process() {
  if (!running_) return;
  kill(pid_, SIGTERM);
  pollfd entry{.fd = pidfd_.native_handle(), .events = POLLIN, .revents = 0};
  const auto patience = std::chrono::milliseconds(kPatience).count();
  if (poll(&entry, 1, static_cast<int>(patience)) <= 0) kill(pid_, SIGKILL);
  clean_up(reap(pid_));
}

void Process::terminate() {
  if (!running_) return;
  kill(pid_, SIGTERM);
  killing_ = Dialogue(kill_timer_.get_executor(), "end of QEMU", kill_if_it_stays());
}

Dialogue::Steps Process::kill_if_it_stays() {
  kill_timer_.expires_after(kPatience);
  co_await step(kill_timer_.async_wait(boost::asio::use_awaitable));
  if (running_) kill(pid_, SIGKILL);
}

Dialogue::Steps Process::watch() {
  co_await step(pidfd_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                                  boost::asio::use_awaitable));
  running_ = false;
  killing_ = {};
  const int exit_status = reap(pid_);
  clean_up(exit_status);
  std::exchange(ended_, {})(exit_status);  // may destroy us
}

void Process::clean_up(int exit_status) {
  // Also when a script around QEMU reports the signal by its own exit status.
  if (exit_status > kSignalled) terminal_.restore();
  signalled_ = signals_->last();
  signals_.reset();
}

}  // namespace pinbridge::qemu
