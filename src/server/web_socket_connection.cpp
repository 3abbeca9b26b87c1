#include "server/web_socket_connection.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pinbridge::server {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using ErrorCodeOfAsio = boost::system::error_code;

namespace {

/// A page sends a few messages when a user operates it; a program some thousands.
constexpr double kBurst = 4000;
constexpr double kPerSecond = 4000;
constexpr std::size_t kBytesOfOne = 256;

}  // namespace

WebSocketConnection::WebSocketConnection(EventLoop& loop, api::Hub& hub,
                                         boost::beast::tcp_stream stream, HttpRequest upgrade,
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
  serving_ =
      Dialogue(socket_.get_executor(), "WebSocket", serve(self()), [held = std::weak_ptr(self())] {
        if (const auto failed = held.lock()) failed->close();
      });
}

Dialogue::Steps WebSocketConnection::serve(std::shared_ptr<WebSocketConnection> self) {
  try {
    co_await self->accept();
    while (true) {
      const std::size_t size =
          co_await step(self->socket_.async_read(self->frame_, asio::use_awaitable));
      co_await self->keep_to_the_rate(size);
      std::string rest;
      bool listens = self->read_frame(rest);
      if (self->has_more(rest)) listens = co_await self->received_later(std::move(rest));
      // What is queued for the client is still sent.
      if (!listens) co_return;
    }
  } catch (const boost::system::system_error&) {
    self->close();
  }
}

bool WebSocketConnection::read_frame(std::string& rest) {
  const auto frame = frame_.data();
  std::string_view bytes(static_cast<const char*>(frame.data()), frame.size());
  const bool listens = received(bytes);
  rest = bytes;
  frame_.consume(frame_.size());
  return listens;
}

asio::awaitable<void> WebSocketConnection::accept() {
  // The stream's own timeouts take over. A quiet page costs nothing: TCP sees whether it lives.
  boost::beast::get_lowest_layer(socket_).expires_never();
  auto timeouts = websocket::stream_base::timeout::suggested(boost::beast::role_type::server);
  timeouts.idle_timeout = websocket::stream_base::none();
  socket_.set_option(timeouts);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::server, "pinbridge");
    set_security_headers(response);
  }));
  socket_.read_message_max(api::ClientSession::kLongestMessage);
  socket_.binary(true);
  co_await step(socket_.async_accept(upgrade_, asio::use_awaitable));
}

asio::awaitable<void> WebSocketConnection::keep_to_the_rate(std::size_t size) {
  // A frame may hold many messages: a long one counts as many.
  const std::size_t messages = 1 + size / kBytesOfOne;
  const Duration wait = rate_.take(std::chrono::steady_clock::now(), messages);
  if (wait == Duration::zero()) co_return;
  pause_.expires_after(wait);
  co_await step(pause_.async_wait(asio::use_awaitable));
}

void WebSocketConnection::write(std::string_view bytes) {
  socket_.async_write(asio::buffer(bytes),
                      [self = self()](ErrorCodeOfAsio error, std::size_t) { self->sent(error); });
}

void WebSocketConnection::shut() {
  serving_ = {};
  boost::beast::get_lowest_layer(socket_).close();
}

}  // namespace pinbridge::server
