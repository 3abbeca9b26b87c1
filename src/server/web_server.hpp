#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "api/hub.hpp"
#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "server/client_connections.hpp"
#include "server/web_address.hpp"
#include "server/web_site.hpp"

namespace pinbridge {

class HttpConnection;

/// Serves a bench to browsers and to what speaks HTTP.
class WebServer {
 public:
  /// At most so many connections at once; one more is told so and dropped.
  static constexpr std::size_t kMostConnections = 128;
  /// Ports that are tried after the default one.
  static constexpr std::uint16_t kPortsToTry = 100;

  /// `loop`, `hub` and the files outlive the server. Without an address: the default one, or the
  /// next port that is free.
  static Result<std::unique_ptr<WebServer>> open(EventLoop& loop, Hub& hub,
                                                 std::span<const WebFile> files,
                                                 const std::optional<WebAddress>& address);
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer();

  /// As UnixServer's: of the clients by WebSocket. An answer that is under way is cut short, which
  /// HTTP tells.
  void wind_up(std::function<void()> done);

  /// What to open in a browser, token included.
  std::string url() const;

 private:
  using Tcp = boost::asio::ip::tcp;

  WebServer(EventLoop& loop, Hub& hub, std::span<const WebFile> files, Tcp::acceptor acceptor,
            const WebAddress& address, const std::string& token);

  void accept();
  void welcome(Tcp::socket socket);
  void upgrade(boost::beast::tcp_stream stream, HttpRequest request);

  EventLoop& loop_;
  Hub& hub_;
  Tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  WebAddress address_;
  WebSite site_;
  std::vector<std::shared_ptr<HttpConnection>> requests_;
  ClientConnections clients_;
};

}  // namespace pinbridge
