#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pinbridge::vhost_user {

/// Takes a descriptor for ringing: nothing but an eventfd, and made non-blocking, so that neither a
/// read nor a write of it can hold up the loop.
Result<UniqueFd> as_event_fd(UniqueFd fd);

/// Rings an eventfd. One that is full is ringing already.
void ring(const UniqueFd& event_fd);

/// Waits for the driver's bell: calls `on_kick` on the loop, once for any number of rings.
class Kick {
 public:
  Kick(boost::asio::io_context& io, UniqueFd event_fd, std::function<void()> on_kick);
  Kick(const Kick&) = delete;
  Kick& operator=(const Kick&) = delete;

 private:
  void wait();

  boost::asio::posix::stream_descriptor descriptor_;
  std::function<void()> on_kick_;
  std::uint64_t rings_ = 0;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::vhost_user
