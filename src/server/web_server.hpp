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

namespace pinbridge::server {

class HttpConnection;

/// Serves a bench to browsers and other HTTP clients.
class WebServer {
 public:
  /// Maximum number of connections with access; one more receives an error and is closed.
  static constexpr std::size_t kMostConnections = 128;
  /// Maximum number of further connections that have not yet shown that they have access, in total
  /// and from one address. For a new one the oldest is closed: unauthorized clients keep no
  /// authorized one out.
  static constexpr std::size_t kMostUnauthorized = 64;
  static constexpr std::size_t kMostUnauthorizedOfOne = 32;
  /// Ports that are tried after the default one.
  static constexpr std::uint16_t kPortsToTry = 100;

  /// `loop`, `hub` and the files outlive the server. Without an address: the default one, or the
  /// next port that is free.
  static Result<std::unique_ptr<WebServer>> open(EventLoop& loop, api::Hub& hub,
                                                 std::span<const WebFile> files,
                                                 const std::optional<WebAddress>& address);
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer();

  /// As UnixServer's, for the clients by WebSocket. A response in progress is cut off, which the
  /// HTTP client can detect.
  void wind_up(std::function<void()> done);

  /// What to open in a browser, token included.
  std::string url() const;

 private:
  using Tcp = boost::asio::ip::tcp;

  WebServer(EventLoop& loop, api::Hub& hub, std::span<const WebFile> files, Tcp::acceptor acceptor,
            const WebAddress& address, const std::string& token);

  void accept();
  void welcome(Tcp::socket socket);
  void make_room(const boost::asio::ip::address& peer);
  bool has_room() const;
  void upgrade(boost::beast::tcp_stream stream, HttpRequest request);

  EventLoop& loop_;
  api::Hub& hub_;
  Tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  WebAddress address_;
  WebSite site_;
  std::vector<std::shared_ptr<HttpConnection>> requests_;  ///< in the order of their arrival
  ClientConnections clients_;
};

}  // namespace pinbridge::server
