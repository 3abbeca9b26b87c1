#pragma once

#include <memory>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "server/client_connection.hpp"
#include "server/http_message.hpp"
#include "server/rate_limit.hpp"

namespace pinbridge {

/// A client in a WebSocket (RFC 6455): each binary frame holds whole messages of the client
/// protocol.
class WebSocketConnection : public ClientConnection {
 public:
  WebSocketConnection(EventLoop& loop, Hub& hub, boost::beast::tcp_stream stream,
                      HttpRequest upgrade, std::function<void(ClientConnection&)> closed);

  void start() override;

 private:
  void write(std::string_view bytes) override;
  void shut() override;
  void read();
  void on_frame(std::size_t size);
  std::shared_ptr<WebSocketConnection> self();

  HttpRequest upgrade_;
  boost::beast::websocket::stream<boost::beast::tcp_stream> socket_;
  boost::beast::flat_buffer frame_;
  RateLimit rate_;
  boost::asio::steady_timer pause_;
};

}  // namespace pinbridge
