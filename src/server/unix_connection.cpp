#include "server/unix_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace pinbridge {

namespace asio = boost::asio;
using ErrorCodeOfAsio = boost::system::error_code;

UnixConnection::UnixConnection(EventLoop& loop, Hub& hub, Socket socket,
                               std::function<void(UnixConnection&)> closed)
    : loop_(loop),
      socket_(std::move(socket)),
      closed_(std::move(closed)),
      farewell_timer_(loop.io()),
      outbox_([this] { wake(); }, ClientSession::farewell()),
      session_(std::in_place, hub, outbox_) {}

void UnixConnection::close() {
  if (dead_) return;
  dead_ = true;
  ErrorCodeOfAsio ignored;
  socket_.close(ignored);
  farewell_timer_.cancel();
  session_.reset();
  closed_(*this);
}

void UnixConnection::read() {
  socket_.async_read_some(
      asio::buffer(buffer_), [self = shared_from_this()](ErrorCodeOfAsio error, std::size_t size) {
        if (error || self->dead_) return self->close();
        self->loop_.turn([&] { self->session_->receive({self->buffer_.data(), size}); });
        // One that was told to go is not listened to any more.
        if (!self->outbox_.ended()) self->read();
      });
}

/// There is something to send: it is sent once the turn is over, together with what else the turn
/// brings.
void UnixConnection::wake() {
  if (outbox_.ended() && !dead_) {
    farewell_timer_.expires_after(kFarewellTime);
    farewell_timer_.async_wait([self = shared_from_this()](ErrorCodeOfAsio cancelled) {
      if (!cancelled) self->close();
    });
  }
  if (wake_posted_ || dead_) return;
  wake_posted_ = true;
  asio::post(loop_.io(), [self = shared_from_this()] {
    self->wake_posted_ = false;
    self->send();
  });
}

void UnixConnection::send() {
  if (sending_ || dead_) return;
  if (outbox_.finished()) return close();
  const std::string_view bytes = outbox_.begin_send();
  if (bytes.empty()) return;
  sending_ = true;
  asio::async_write(socket_, asio::buffer(bytes),
                    [self = shared_from_this()](ErrorCodeOfAsio error, std::size_t) {
                      self->sending_ = false;
                      if (error) return self->close();
                      self->outbox_.sent();
                      self->send();
                    });
}

}  // namespace pinbridge
