#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/types.h>

#include "base/result.hpp"
#include "loop/dialogue.hpp"
#include "qemu/process/open_descriptors.hpp"
#include "qemu/process/signal_forwarder.hpp"
#include "qemu/process/terminal_settings.hpp"

namespace pinbridge::qemu {

/// A user's QEMU as our child. It has our terminal, process group, directory and environment, and
/// ends when we do.
class Process {
 public:
  /// Called once, from the loop, when the child has ended: with its exit status, or 128 + n if
  /// signal n ended it (as shells have it). The Process may be destroyed inside.
  using Ended = std::function<void(int exit_status)>;

  /// Our descriptors that become the child's standard input, output and error.
  using Streams = std::array<int, 3>;

  /// Starts argv[0], looked up in PATH. Besides its standard streams the child inherits only the
  /// descriptors in `keep`: the user's own, see open_descriptors().
  ///
  /// From before it starts until it has ended, SIGTERM, SIGHUP, SIGINT and SIGQUIT do not end us
  /// but go on to it; what a key sends to both (Ctrl-C, Ctrl-\) it gets once. To be called on the
  /// thread that runs the loop, with no other thread that takes signals.
  ///
  /// Fails with ErrorCode::not_found if there is no such program (the message names Debian's
  /// package), ErrorCode::system if it cannot be run. `io` outlives the Process.
  static Result<std::unique_ptr<Process>> start(boost::asio::io_context& io,
                                                const std::vector<std::string>& argv, Ended ended,
                                                const std::vector<int>& keep = {},
                                                const Streams& streams = {0, 1, 2});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// A child that still runs gets SIGTERM, and SIGKILL after kPatience; `ended` is not called.
  ~Process();

  static constexpr std::chrono::seconds kPatience{5};

  /// Sends SIGTERM, and SIGKILL if it has not ended kPatience later; `ended` is called as ever.
  void terminate();

  /// The last signal that was to end us, if one came while the child ran; else 0.
  int signalled() const { return signals_ ? signals_->last() : signalled_; }

 private:
  Process(boost::asio::io_context& io, pid_t pid, int pidfd, TerminalSettings terminal,
          std::unique_ptr<SignalForwarder> signals, Ended ended);
  Dialogue::Steps watch();
  Dialogue::Steps kill_if_it_stays();
  void clean_up(int exit_status);

  pid_t pid_;
  boost::asio::posix::stream_descriptor pidfd_;
  boost::asio::steady_timer kill_timer_;
  TerminalSettings terminal_;
  std::unique_ptr<SignalForwarder> signals_;
  Ended ended_;
  int signalled_ = 0;  ///< once it has ended
  bool running_ = true;
  Dialogue watching_;
  Dialogue killing_;  ///< after terminate()
};

}  // namespace pinbridge::qemu
