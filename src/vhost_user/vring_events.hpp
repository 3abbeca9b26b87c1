#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "base/result.hpp"
#include "vhost_user/kick.hpp"
#include "vhost_user/received_fd.hpp"

namespace pinbridge::vhost_user {

/// The eventfds of a ring, each of which the front end can omit: kicks of the driver,
/// interrupts to it ("calls" in the specification), and a notice that the ring is broken.
class VringEvents {
 public:
  /// `io` is not owned and outlives this.
  explicit VringEvents(boost::asio::io_context& io) : io_(io) {}

  Result<void> set_kick(ReceivedFd event_fd, std::function<void()> on_kick);
  void forget_kick() { kick_.reset(); }
  bool has_kick() const { return kick_ != nullptr; }

  void set_call(ReceivedFd event_fd) { call_ = std::move(event_fd); }
  bool has_call() const { return static_cast<bool>(call_); }
  void signal_call() const;

  void set_error(ReceivedFd event_fd) { error_ = std::move(event_fd); }
  void signal_error() const;

 private:
  boost::asio::io_context& io_;
  std::unique_ptr<Kick> kick_;
  ReceivedFd call_;
  ReceivedFd error_;
};

}  // namespace pinbridge::vhost_user
