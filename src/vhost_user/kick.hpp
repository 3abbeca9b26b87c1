#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"
#include "vhost_user/received_fd.hpp"

namespace pinbridge::vhost_user {

/// Waits for the driver's kicks: calls `on_kick` on the loop, once for any number of pending kicks.
///
/// Never reads the eventfd, which could block (see event_fd.hpp). An epoll of our own watches it
/// edge-triggered: each write of the peer makes that epoll readable once, whatever the counter is
/// at, and waiting on it with a time-out of zero cannot block.
class Kick {
 public:
  /// `event_fd` is an eventfd. Fails if the system has no descriptors left.
  static Result<std::unique_ptr<Kick>> watch(boost::asio::io_context& io, ReceivedFd event_fd,
                                             std::function<void()> on_kick);
  Kick(const Kick&) = delete;
  Kick& operator=(const Kick&) = delete;

 private:
  Kick(boost::asio::io_context& io, ReceivedFd event_fd, std::function<void()> on_kick)
      : event_fd_(std::move(event_fd)), edges_(io), on_kick_(std::move(on_kick)) {}
  void wait();
  bool take_edge();

  ReceivedFd event_fd_;
  boost::asio::posix::stream_descriptor edges_;  ///< the epoll
  std::function<void()> on_kick_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::vhost_user
