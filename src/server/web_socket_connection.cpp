#include "server/web_socket_connection.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>

namespace pinbridge {

namespace websocket = boost::beast::websocket;
using ErrorCodeOfAsio = boost::system::error_code;

namespace {

/// A page sends a handful of messages when somebody touches it; a program some thousands.
constexpr double kBurst = 4000;
constexpr double kPerSecond = 4000;
constexpr std::size_t kBytesOfOne = 256;

}  // namespace

WebSocketConnection::WebSocketConnection(EventLoop& loop, Hub& hub, boost::beast::tcp_stream stream,
                                         HttpRequest upgrade,
                                         std::function<void(ClientConnection&)> closed)
    : ClientConnection(loop, hub, std::move(closed)),
      upgrade_(std::move(upgrade)),
      socket_(std::move(stream)),
      rate_(kBurst, kPerSecond),
      pause_(loop.io()) {}

std::shared_ptr<WebSocketConnection> WebSocketConnection::self() {
  return std::static_pointer_cast<WebSocketConnection>(shared_from_this());
}

void WebSocketConnection::start() {
  // The stream's own timeouts take over. A quiet page costs nothing: TCP sees whether it lives.
  boost::beast::get_lowest_layer(socket_).expires_never();
  auto timeouts = websocket::stream_base::timeout::suggested(boost::beast::role_type::server);
  timeouts.idle_timeout = websocket::stream_base::none();
  socket_.set_option(timeouts);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::server, "pinbridge");
    set_security_headers(response);
  }));
  socket_.read_message_max(ClientSession::kLongestMessage);
  socket_.binary(true);
  socket_.async_accept(upgrade_, [self = self()](ErrorCodeOfAsio error) {
    if (error) return self->close();
    self->read();
  });
}

void WebSocketConnection::read() {
  socket_.async_read(frame_, [self = self()](ErrorCodeOfAsio error, std::size_t size) {
    if (error) return self->close();
    self->on_frame(size);
  });
}

void WebSocketConnection::on_frame(std::size_t size) {
  const auto bytes = frame_.data();
  const bool goes_on = received({static_cast<const char*>(bytes.data()), bytes.size()});
  frame_.consume(frame_.size());
  if (!goes_on) return;
  // A frame may hold many messages: a long one counts as many.
  const std::size_t messages = 1 + size / kBytesOfOne;
  const Duration wait = rate_.take(std::chrono::steady_clock::now(), messages);
  if (wait == Duration::zero()) return read();
  pause_.expires_after(wait);
  pause_.async_wait([self = self()](ErrorCodeOfAsio cancelled) {
    if (!cancelled) self->read();
  });
}

void WebSocketConnection::write(std::string_view bytes) {
  socket_.async_write(boost::asio::buffer(bytes),
                      [self = self()](ErrorCodeOfAsio error, std::size_t) { self->sent(error); });
}

void WebSocketConnection::shut() {
  pause_.cancel();
  boost::beast::get_lowest_layer(socket_).close();
}

}  // namespace pinbridge
