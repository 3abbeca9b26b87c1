#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>

#include "api/memory_budget.hpp"
#include "base/rate_limit.hpp"
#include "loop/dialogue.hpp"
#include "loop/event_loop.hpp"
#include "server/vcd_stream.hpp"
#include "server/web_site.hpp"

namespace pinbridge::server {

/// One connection of HTTP/1.1 (RFC 9112): a request after the other, until the peer or a timeout
/// ends it, or it becomes a WebSocket.
///
/// Until a request has shown that its sender has access, the peer is an unauthorized client: it has
/// kHeadTime for the head of a request, and no body of its requests is read.
///
/// Its unsent bytes count towards the memory of all clients.
class HttpConnection : private api::MemoryBudget::Holder {
 public:
  /// The deadline for the whole head of an unauthorized client's request.
  static constexpr std::chrono::seconds kHeadTime{5};
  /// The deadline for the whole body of a request.
  static constexpr std::chrono::seconds kBodyTime{10};
  /// The deadline for the next request, and for sending each piece of a response.
  static constexpr std::chrono::seconds kTimeout{30};
  /// The deadline for a peer to take the last response and close.
  static constexpr std::chrono::seconds kLingerTime{1};
  static constexpr std::uint32_t kLongestHeader = 16U << 10U;
  static constexpr std::size_t kMostHeaderLines = 100;
  static constexpr std::uint64_t kLongestBody = 64U << 10U;

  struct Handlers {
    /// A request has shown that its sender has access. Returns whether there is room for it.
    std::function<bool()> authorized;
    /// It is over.
    std::function<void(HttpConnection&)> closed;
    /// It ends as HTTP and continues as a WebSocket.
    std::function<void(boost::beast::tcp_stream, HttpRequest)> upgraded;
  };

  /// `loop`, `memory` and `site` outlive it, or its close().
  HttpConnection(EventLoop& loop, api::MemoryBudget& memory, WebSite& site,
                 boost::asio::ip::tcp::socket socket, Handlers handlers);
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Begins to serve; the connection lives at least until it is over.
  static void start(const std::shared_ptr<HttpConnection>& connection);
  void close();

  bool is_authorized() const { return authorized_; }
  const boost::asio::ip::address& peer() const { return peer_; }

 private:
  static Dialogue::Steps serve(std::shared_ptr<HttpConnection> self);
  boost::asio::awaitable<void> serve_requests();
  /// Each of these: whether the connection is kept for another request.
  boost::asio::awaitable<bool> serve_request();
  boost::asio::awaitable<bool> answer(HttpRequest request);
  boost::asio::awaitable<bool> refuse_broken(boost::system::error_code error);
  boost::asio::awaitable<bool> send(HttpResponse response, bool keep_alive, bool head);
  boost::asio::awaitable<bool> send_waveform(HttpRequest request);

  boost::asio::awaitable<boost::system::error_code> read_head();
  boost::asio::awaitable<boost::system::error_code> read_body();
  boost::asio::awaitable<void> send_pieces(bool chunked);
  boost::asio::awaitable<void> keep_to_the_rate();
  boost::asio::awaitable<void> linger();
  std::optional<HttpResponse> take_reply(const HttpRequest& request);
  boost::asio::awaitable<HttpResponse> make_response();
  void end_waveform();
  void end();
  void evict() override;

  EventLoop& loop_;
  api::MemoryBudget& memory_;
  WebSite& site_;
  boost::beast::tcp_stream stream_;
  Handlers handlers_;
  boost::asio::ip::address peer_;
  /// Bounded: a head, a chunk's size with its extensions, and all trailers each fit into it.
  boost::beast::flat_buffer buffer_{kLongestHeader + 4096U};
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  HttpTarget target_;                   ///< of the request that is read
  std::optional<HttpRequest> upgrade_;  ///< to a WebSocket
  std::unique_ptr<JsonAnswer> answer_;  ///< that is being made, until this is evicted
  std::optional<VcdStream> waveform_;   ///< that is being sent
  RateLimit rate_;
  boost::asio::steady_timer pause_;
  bool authorized_ = false;
  Dialogue serving_;
};

}  // namespace pinbridge::server
