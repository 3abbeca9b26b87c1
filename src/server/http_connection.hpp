#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>

#include "loop/event_loop.hpp"
#include "server/rate_limit.hpp"
#include "server/vcd_stream.hpp"
#include "server/web_site.hpp"

namespace pinbridge {

/// One connection of HTTP/1.1 (RFC 9112): a request after the other, until the peer or a timeout
/// ends it, or it becomes a WebSocket.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  static constexpr std::chrono::seconds kTimeout{30};
  static constexpr std::uint32_t kLongestHeader = 16U << 10U;
  static constexpr std::uint64_t kLongestBody = 64U << 10U;

  struct Handlers {
    /// It is over.
    std::function<void(HttpConnection&)> closed;
    /// It is over as HTTP, and goes on as a WebSocket.
    std::function<void(boost::beast::tcp_stream, HttpRequest)> upgraded;
  };

  HttpConnection(EventLoop& loop, WebSite& site, boost::asio::ip::tcp::socket socket,
                 Handlers handlers);

  void start() { read(); }
  void close();

 private:
  void read();
  void on_request(HttpRequest request);
  void on_broken_request(boost::system::error_code error);
  void send(HttpResponse response, bool keep_alive, bool head);
  void begin_waveform(CaptureExcerpt excerpt, bool keep_alive);
  void send_waveform();
  void end_waveform();
  void go_on(bool keep_alive);

  EventLoop& loop_;
  WebSite& site_;
  boost::beast::tcp_stream stream_;
  Handlers handlers_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  // What is being sent.
  HttpResponse response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::string_body>>
      serializer_;
  std::optional<VcdStream> waveform_;
  std::string piece_;
  RateLimit rate_;
  boost::asio::steady_timer pause_;
  bool dead_ = false;
};

}  // namespace pinbridge
