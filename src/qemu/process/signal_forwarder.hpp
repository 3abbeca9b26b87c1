#pragma once

#include <csignal>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge::qemu {

/// While it lives, SIGTERM, SIGHUP, SIGINT and SIGQUIT do not end this process but come to a
/// function, from the loop. It blocks them in the thread that made it and gives the old mask back;
/// signals that have arrived by then and were not yet forwarded are dropped.
///
/// Does not forward signals that the terminal sends to its whole foreground group for a key
/// (Ctrl-C, Ctrl-\): a child in the group already received them.
class SignalForwarder {
 public:
  using Forward = std::function<void(int signal)>;

  /// From now on the signals do not end this process; they wait for forward_to(). `io` outlives it.
  static Result<std::unique_ptr<SignalForwarder>> start(boost::asio::io_context& io);
  SignalForwarder(const SignalForwarder&) = delete;
  SignalForwarder& operator=(const SignalForwarder&) = delete;
  ~SignalForwarder();

  /// To be called once. Not to be destroyed inside `forward`.
  void forward_to(Forward forward);

  /// The last of the signals that came, those of keys included; 0 for none. What is not yet
  /// forwarded is dropped.
  int last();

 private:
  SignalForwarder(boost::asio::io_context& io, int signals, const sigset_t& mask_before);
  Dialogue::Steps follow();

  boost::asio::posix::stream_descriptor signals_;
  sigset_t mask_before_;
  Forward forward_;
  int last_ = 0;
  Dialogue following_;
};

}  // namespace pinbridge::qemu
