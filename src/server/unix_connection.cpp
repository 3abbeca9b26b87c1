#include "server/unix_connection.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace pinbridge {

namespace asio = boost::asio;

UnixConnection::UnixConnection(EventLoop& loop, Hub& hub, Socket socket,
                               std::function<void(ClientConnection&)> closed)
    : ClientConnection(loop, hub, std::move(closed)), socket_(std::move(socket)) {}

std::shared_ptr<UnixConnection> UnixConnection::self() {
  return std::static_pointer_cast<UnixConnection>(shared_from_this());
}

void UnixConnection::start() {
  socket_.async_read_some(asio::buffer(buffer_),
                          [self = self()](boost::system::error_code error, std::size_t size) {
                            if (error) return self->close();
                            if (self->received({self->buffer_.data(), size})) self->start();
                          });
}

void UnixConnection::write(std::string_view bytes) {
  asio::async_write(
      socket_, asio::buffer(bytes),
      [self = self()](boost::system::error_code error, std::size_t) { self->sent(error); });
}

void UnixConnection::shut() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace pinbridge
