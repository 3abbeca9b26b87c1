#include "server/unix_connection.hpp"

#include <array>
#include <span>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>

namespace pinbridge::server {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kReadSize = 65536;

}  // namespace

UnixConnection::UnixConnection(EventLoop& loop, api::Hub& hub, UnixSocket socket,
                               std::function<void(ClientConnection&)> closed)
    : ClientConnection(loop, hub, std::move(closed)), socket_(std::move(socket)) {}

std::shared_ptr<UnixConnection> UnixConnection::self() {
  return std::static_pointer_cast<UnixConnection>(shared_from_this());
}

void UnixConnection::start() {
  serving_ =
      Dialogue(socket_.get_executor(), "client", serve(self()), [held = std::weak_ptr(self())] {
        if (const auto failed = held.lock()) failed->close();
      });
}

Dialogue::Steps UnixConnection::serve(std::shared_ptr<UnixConnection> self) {
  try {
    bool listens = true;
    while (listens) {
      co_await step(self->socket_.async_wait(UnixSocket::wait_read, asio::use_awaitable));
      std::string rest;
      listens = self->read(rest);
      if (self->has_more(rest)) listens = co_await self->received_later(std::move(rest));
    }
  } catch (const boost::system::system_error&) {
    self->close();
  }
}

bool UnixConnection::read(std::string& rest) {
  // One for all clients, on the one thread: what is left of it is copied.
  static std::array<char, kReadSize> buffer;
  const auto size = socket_.receive(std::as_writable_bytes(std::span(buffer)));
  if (!size) {
    if (size.error().code == ErrorCode::invalid) {
      spdlog::warn("a client was disconnected: {}", size.error().message);
    }
    close();
    return false;
  }
  if (!*size) return true;
  if (**size == 0) {
    close();
    return false;
  }
  std::string_view bytes(buffer.data(), **size);
  const bool listens = received(bytes);
  rest = bytes;
  return listens;
}

void UnixConnection::write(std::string_view bytes) {
  asio::async_write(
      socket_, asio::buffer(bytes),
      [self = self()](boost::system::error_code error, std::size_t) { self->sent(error); });
}

void UnixConnection::shut() {
  serving_ = {};
  socket_.close();
}

}  // namespace pinbridge::server
