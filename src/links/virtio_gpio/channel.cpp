#include "links/virtio_gpio/channel.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace pinbridge::vhost_user {
namespace {

/// Messages handled at one go, so that others get their turn.
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

Channel::Channel(Socket socket, Handlers handlers)
    : socket_(std::move(socket)), handlers_(std::move(handlers)) {
  wait_to_read();
}

bool Channel::peer_has_left() {
  // Not by what a read gives: there may be requests that it left unread.
  pollfd socket{socket_.native_handle(), POLLRDHUP, 0};
  return ::poll(&socket, 1, 0) == 1;
}

void Channel::wait_to_read() {
  socket_.async_wait(Socket::wait_read,
                     [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                       if (!error && !alive.expired()) read_some();
                     });
}

void Channel::wait_to_write() {
  socket_.async_wait(Socket::wait_write,
                     [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                       if (error || alive.expired()) return;
                       if (auto failed = flush()) return end(std::move(failed));
                       unsent_.empty() ? wait_to_read() : wait_to_write();
                     });
}

void Channel::read_some() {
  for (int i = 0; i < kBatch && unsent_.empty(); ++i) {
    const auto progress = reader_.read(socket_.native_handle());
    if (!progress) return end(progress.error());
    if (*progress == MessageReader::Progress::closed) return end(std::nullopt);
    if (*progress == MessageReader::Progress::waiting) break;
    if (auto failed = answer(reader_.take())) return end(std::move(failed));
  }
  unsent_.empty() ? wait_to_read() : wait_to_write();
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
  // One that has closed is found by the next read, which tells it from one that broke off.
  if (errno == EPIPE) unsent_.clear();
  if (errno == EAGAIN || errno == EINTR || errno == EPIPE) return std::nullopt;
  return make_error(ErrorCode::system, "its socket failed: {}", std::strerror(errno));
}

void Channel::end(std::optional<Error> error) {
  const auto on_end = std::move(handlers_.on_end);
  boost::system::error_code ignored;
  socket_.close(ignored);
  on_end(std::move(error));
}

}  // namespace pinbridge::vhost_user
