#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include <sys/socket.h>

#include "base/check.hpp"
#include "base/unique_fd.hpp"
#include "fuzz_hub.hpp"
#include "loop/event_loop.hpp"
#include "server/client_connections.hpp"
#include "server/http_connection.hpp"
#include "server/web_files.hpp"
#include "server/web_site.hpp"
#include "server/web_socket_connection.hpp"

namespace pinbridge::server {

std::string_view openapi_document() {
  return "{}";
}

}  // namespace pinbridge::server

namespace pinbridge::fuzz {

/// A site, and one browser's connection to it. The socket is a pair of Unix sockets, which is
/// quicker than TCP and leaves no ports behind.
class FuzzServer {
 public:
  explicit FuzzServer(std::string token) : token_(std::move(token)) {
    loop_.set_hooks({.begin = [this](Time) { service_.advance(std::chrono::milliseconds(1)); },
                     .end = [] { return Time::max(); }});
  }
  FuzzServer(const FuzzServer&) = delete;
  FuzzServer& operator=(const FuzzServer&) = delete;
  ~FuzzServer() { loop_.set_hooks({}); }

  void connect() {
    std::array<int, 2> ends{};
    PB_CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    browser_ = UniqueFd(ends[1]);
    boost::asio::ip::tcp::socket socket(loop_.io());
    socket.assign(boost::asio::ip::tcp::v4(), ends[0]);
    connection_ = std::make_shared<server::HttpConnection>(
        loop_, service_.hub().memory(), site_, std::move(socket),
        server::HttpConnection::Handlers{
            .authorized = [] { return true; },
            .closed = [this](server::HttpConnection&) { connection_.reset(); },
            .upgraded =
                [this](boost::beast::tcp_stream stream, server::HttpRequest request) {
                  clients_.add(std::make_shared<server::WebSocketConnection>(
                      loop_, service_.hub(), std::move(stream), std::move(request),
                      clients_.closed()));
                }});
    server::HttpConnection::start(connection_);
  }
  /// The browser sends it, and reads whatever comes.
  void send(std::string_view bytes) {
    run();
    while (!bytes.empty()) {
      const ssize_t sent =
          ::send(browser_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      run();
    }
  }
  void disconnect() {
    ::shutdown(browser_.get(), SHUT_WR);
    run();
    browser_.reset();
    run();
    if (connection_) std::shared_ptr(connection_)->close();
    clients_.wind_up([] {});
    run();
    PB_CHECK(clients_.size() == 0);
  }
  FuzzHub& service() { return service_; }

 private:
  void run() {
    if (loop_.io().stopped()) loop_.io().restart();
    std::array<char, 16384> buffer{};
    for (int i = 0; i < 10000; ++i) {
      const bool idle = loop_.io().poll() == 0;
      const bool read =
          browser_ && ::recv(browser_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT) > 0;
      if (idle && !read) break;
    }
  }

  FuzzHub service_;
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  std::array<server::WebFile, 2> files_{server::WebFile{"index.html", "<!doctype html>the page"},
                                        server::WebFile{"assets/a.js", "export {}"}};
  std::string token_;
  server::WebSite site_{service_.hub(), server::WebGuard(server::WebAddress(), token_), files_};
  UniqueFd browser_;
  std::shared_ptr<server::HttpConnection> connection_;
  server::ClientConnections clients_;
};

}  // namespace pinbridge::fuzz
