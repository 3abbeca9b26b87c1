#pragma once

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/rate_limit.hpp"
#include "loop/dialogue.hpp"
#include "server/client_connection.hpp"
#include "server/http_message.hpp"

namespace pinbridge::server {

/// A client in a WebSocket (RFC 6455): each binary frame holds whole messages of the client
/// protocol.
class WebSocketConnection : public ClientConnection {
 public:
  WebSocketConnection(EventLoop& loop, api::Hub& hub, boost::beast::tcp_stream stream,
                      HttpRequest upgrade, std::function<void(ClientConnection&)> closed);

  void start() override;

 private:
  void write(std::string_view bytes) override;
  void shut() override;
  static Dialogue::Steps serve(std::shared_ptr<WebSocketConnection> self);
  boost::asio::awaitable<void> accept();
  /// What a turn had no time for is put into `rest`. False if it should stop listening.
  bool read_frame(std::string& rest);
  boost::asio::awaitable<void> keep_to_the_rate(std::size_t size);
  std::shared_ptr<WebSocketConnection> self();

  HttpRequest upgrade_;
  boost::beast::websocket::stream<boost::beast::tcp_stream> socket_;
  boost::beast::flat_buffer frame_;
  RateLimit rate_;
  boost::asio::steady_timer pause_;
  Dialogue serving_;
};

}  // namespace pinbridge::server
