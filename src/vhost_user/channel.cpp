#include "vhost_user/channel.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <boost/asio/use_awaitable.hpp>
#include <poll.h>
#include <sys/socket.h>

namespace pinbridge::vhost_user {

namespace asio = boost::asio;

namespace {

/// Messages handled at one go, so that others are served in between.
constexpr int kBatch = 16;

std::vector<std::byte> frame(const wire::Header& request, std::span<const std::byte> payload) {
  const wire::Header header{.request = request.request,
                            .flags = wire::kVersion | wire::kReply,
                            .size = static_cast<std::uint32_t>(payload.size())};
  const auto head = std::as_bytes(std::span(&header, 1));
  std::vector<std::byte> bytes(head.begin(), head.end());
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

}  // namespace

Channel::Channel(UnixSocket socket, Handlers handlers)
    : socket_(std::move(socket)), handlers_(std::move(handlers)) {
  serving_ = Dialogue(socket_.get_executor(), "message of QEMU", serve(),
                      [this] { end(make_error(ErrorCode::system, "see above")); });
}

bool Channel::peer_has_left() {
  // Not based on the result of a read: it may have left requests unread.
  pollfd socket{socket_.native_handle(), POLLRDHUP, 0};
  return ::poll(&socket, 1, 0) == 1;
}

Dialogue::Steps Channel::serve() {
  do {
    while (!unsent_.empty()) {
      co_await step(socket_.async_wait(UnixSocket::wait_write, asio::use_awaitable));
      if (auto failed = flush()) {
        end(std::move(failed));
        co_return;
      }
    }
    co_await step(socket_.async_wait(UnixSocket::wait_read, asio::use_awaitable));
  } while (read_some());
}

bool Channel::read_some() {
  for (int i = 0; i < kBatch && unsent_.empty(); ++i) {
    const auto progress = reader_.read(socket_.native_handle());
    if (!progress) return end(progress.error());
    if (*progress == MessageReader::Progress::closed) return end(std::nullopt);
    if (*progress == MessageReader::Progress::waiting) break;
    if (auto failed = answer(reader_.take())) return end(std::move(failed));
  }
  return true;
}

std::optional<Error> Channel::answer(Message message) {
  const auto payload = handlers_.on_message(message);
  if (!payload) return payload.error();
  if (payload->empty()) return std::nullopt;
  unsent_ = frame(message.header, *payload);
  return flush();
}

std::optional<Error> Channel::flush() {
  const ssize_t sent =
      ::send(socket_.native_handle(), unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) {
    unsent_.erase(unsent_.begin(), unsent_.begin() + sent);
    return std::nullopt;
  }
  // One that has closed is found by the next read, which distinguishes it from a broken connection.
  if (errno == EPIPE) unsent_.clear();
  if (errno == EAGAIN || errno == EINTR || errno == EPIPE) return std::nullopt;
  return make_error(ErrorCode::system, "its socket failed: {}", std::strerror(errno));
}

bool Channel::end(std::optional<Error> error) {
  const auto on_end = std::move(handlers_.on_end);
  socket_.close();
  on_end(std::move(error));
  return false;
}

}  // namespace pinbridge::vhost_user
