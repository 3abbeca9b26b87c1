#include "server/client_connection.hpp"

#include <boost/asio/post.hpp>

namespace pinbridge {

ClientConnection::ClientConnection(EventLoop& loop, Hub& hub,
                                   std::function<void(ClientConnection&)> closed)
    : loop_(loop),
      closed_(std::move(closed)),
      farewell_timer_(loop.io()),
      outbox_([this] { wake(); }, ClientSession::farewell()),
      session_(std::in_place, hub, outbox_) {}

void ClientConnection::close() {
  if (dead_) return;
  dead_ = true;
  shut();
  farewell_timer_.cancel();
  session_.reset();
  closed_(*this);
}

void ClientConnection::end() {
  ending_ = true;
  outbox_.end();
}

bool ClientConnection::received(std::string_view bytes) {
  if (dead_) return false;
  if (ending_) return true;
  loop_.turn([&] { session_->receive(bytes); });
  // One that was told to go is not listened to any more.
  return !outbox_.ended();
}

/// There is something to send: it is sent once the turn is over, together with what else the turn
/// brings.
void ClientConnection::wake() {
  if (outbox_.ended() && !dead_) {
    farewell_timer_.expires_after(kFarewellTime);
    farewell_timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
      if (!cancelled) self->close();
    });
  }
  if (wake_posted_ || dead_) return;
  wake_posted_ = true;
  boost::asio::post(loop_.io(), [self = shared_from_this()] {
    self->wake_posted_ = false;
    self->send();
  });
}

void ClientConnection::send() {
  if (sending_ || dead_) return;
  if (outbox_.finished()) return close();
  const std::string_view bytes = outbox_.begin_send();
  if (bytes.empty()) return;
  sending_ = true;
  write(bytes);
}

void ClientConnection::sent(boost::system::error_code error) {
  sending_ = false;
  if (error) return close();
  outbox_.sent();
  send();
}

}  // namespace pinbridge
