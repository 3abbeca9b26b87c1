#include "vhost_user/kick.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/epoll.h>

#include "loop/barrier.hpp"

namespace pinbridge::vhost_user {

Result<std::unique_ptr<Kick>> Kick::watch(boost::asio::io_context& io, ReceivedFd event_fd,
                                          std::function<void()> on_kick) {
  const auto failed = [](const std::string& why) {
    return make_error(ErrorCode::system, "an eventfd that cannot be watched: {}", why);
  };
  UniqueFd edges(::epoll_create1(EPOLL_CLOEXEC));
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  if (!edges || ::epoll_ctl(edges.get(), EPOLL_CTL_ADD, event_fd.get(), &event) != 0) {
    return failed(std::strerror(errno));
  }
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): its constructor is private
  std::unique_ptr<Kick> kick(new Kick(io, std::move(event_fd), std::move(on_kick)));
  boost::system::error_code error;
  kick->edges_.assign(edges.get(), error);
  if (error) return failed(error.message());
  edges.release();
  kick->wait();
  return kick;
}

void Kick::wait() {
  edges_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                    [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                      if (error || alive.expired()) return;
                      if (take_edge()) guarded("kick of a guest", on_kick_);
                      if (!alive.expired()) wait();
                    });
}

bool Kick::take_edge() {
  epoll_event event{};
  return ::epoll_wait(edges_.native_handle(), &event, 1, 0) == 1;
}

}  // namespace pinbridge::vhost_user
