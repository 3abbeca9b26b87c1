#include "links/virtio_gpio/kick.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace pinbridge::vhost_user {

Result<UniqueFd> as_event_fd(UniqueFd fd) {
  std::array<char, 64> target{};
  const std::string link = fmt::format("/proc/self/fd/{}", fd.get());
  const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  const std::string_view kind(target.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  if (kind != "anon_inode:[eventfd]") {
    return make_error(ErrorCode::invalid, "a descriptor to ring with that is no eventfd");
  }
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
    return make_error(ErrorCode::system, "an eventfd that cannot be made non-blocking: {}",
                      std::strerror(errno));
  }
  return fd;
}

void ring(const UniqueFd& event_fd) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(event_fd.get(), &one, sizeof one);
}

Kick::Kick(boost::asio::io_context& io, UniqueFd event_fd, std::function<void()> on_kick)
    : descriptor_(io, event_fd.release()), on_kick_(std::move(on_kick)) {
  wait();
}

void Kick::wait() {
  descriptor_.async_read_some(
      boost::asio::buffer(&rings_, sizeof rings_),
      [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error, std::size_t) {
        if (error || alive.expired()) return;
        on_kick_();
        if (!alive.expired()) wait();
      });
}

}  // namespace pinbridge::vhost_user
