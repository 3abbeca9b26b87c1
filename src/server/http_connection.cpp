#include "server/http_connection.hpp"

#include <array>
#include <iterator>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <spdlog/spdlog.h>

namespace pinbridge::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCodeOfAsio = boost::system::error_code;

namespace {

/// A script that sets pins as fast as it can must not block everything else.
constexpr double kBurst = 2000;
constexpr double kPerSecond = 2000;

HttpResponse too_many_connections() {
  return http_error(http::status::service_unavailable,
                    make_error(ErrorCode::limit, "too many connections; close some pages"));
}

HttpResponse too_many_waveforms() {
  return http_error(
      http::status::service_unavailable,
      make_error(
          ErrorCode::limit,
          "{} waveforms are being sent, which is the maximum; try again when one is complete",
          WebSite::kMostWaveforms));
}

HttpResponse too_many_header_lines(std::size_t lines) {
  return http_error(http::status::request_header_fields_too_large,
                    make_error(ErrorCode::limit, "the header has {} lines; the maximum is {}",
                               lines, HttpConnection::kMostHeaderLines));
}

HttpResponse too_large() {
  return http_error(http::status::payload_too_large,
                    make_error(ErrorCode::limit,
                               "a request is limited to {} bytes of header, chunk extensions and "
                               "trailers, and {} bytes of body",
                               HttpConnection::kLongestHeader, HttpConnection::kLongestBody));
}

}  // namespace

HttpConnection::HttpConnection(EventLoop& loop, api::MemoryBudget& memory, WebSite& site,
                               asio::ip::tcp::socket socket, Handlers handlers)
    : loop_(loop),
      memory_(memory),
      site_(site),
      stream_(std::move(socket)),
      handlers_(std::move(handlers)),
      rate_(kBurst, kPerSecond),
      pause_(loop.io()) {
  ErrorCodeOfAsio gone;
  peer_ = stream_.socket().remote_endpoint(gone).address();
  memory_.add(*this);
}

void HttpConnection::start(const std::shared_ptr<HttpConnection>& connection) {
  connection->serving_ = Dialogue(connection->stream_.get_executor(), "HTTP connection",
                                  serve(connection), [held = std::weak_ptr(connection)] {
                                    if (const auto failed = held.lock()) failed->end();
                                  });
}

void HttpConnection::close() {
  serving_ = {};
  end();
}

void HttpConnection::end() {
  end_waveform();
  memory_.remove(*this);
  stream_.close();
  if (const auto closed = std::exchange(handlers_.closed, {})) closed(*this);
}

Dialogue::Steps HttpConnection::serve(std::shared_ptr<HttpConnection> self) {
  try {
    co_await self->serve_requests();
    // NOLINTNEXTLINE(bugprone-empty-catch)
  } catch (const boost::system::system_error&) {
    // The peer closed or was too slow, or we closed.
  }
  self->end();
}

asio::awaitable<void> HttpConnection::serve_requests() {
  bool kept = co_await serve_request();
  while (kept) {
    co_await keep_to_the_rate();
    kept = co_await serve_request();
  }
  if (!upgrade_) {
    co_await linger();
    co_return;
  }
  stream_.expires_never();
  handlers_.upgraded(std::move(stream_), std::move(*upgrade_));
}

asio::awaitable<bool> HttpConnection::serve_request() {
  ErrorCodeOfAsio error = co_await read_head();
  if (error) co_return co_await refuse_broken(error);
  // Without access a request is answered here, before its body is read.
  const HttpRequest& head = parser_->get();
  const bool only_head = head.method() == http::verb::head;
  target_ = HttpTarget(std::string_view(head.target().data(), head.target().size()));
  if (const auto lines = static_cast<std::size_t>(std::distance(head.begin(), head.end()));
      lines > kMostHeaderLines) {
    co_return co_await send(too_many_header_lines(lines), false, only_head);
  }
  if (auto refusal = site_.refuse(head, target_)) {
    co_return co_await send(std::move(*refusal), false, only_head);
  }
  if (!authorized_ && !handlers_.authorized()) {
    co_return co_await send(too_many_connections(), false, only_head);
  }
  authorized_ = true;
  if (!parser_->is_done()) {
    error = co_await read_body();
    if (error) co_return co_await refuse_broken(error);
  }
  HttpRequest request = parser_->release();
  if (!beast::websocket::is_upgrade(request)) co_return co_await answer(std::move(request));
  upgrade_ = std::move(request);
  co_return false;
}

asio::awaitable<ErrorCodeOfAsio> HttpConnection::read_head() {
  parser_.emplace();
  parser_->header_limit(kLongestHeader);
  parser_->body_limit(kLongestBody);
  stream_.expires_after(authorized_ ? kTimeout : kHeadTime);
  ErrorCodeOfAsio error;
  co_await step(http::async_read_header(stream_, buffer_, *parser_,
                                        asio::redirect_error(asio::use_awaitable, error)));
  co_return error;
}

asio::awaitable<ErrorCodeOfAsio> HttpConnection::read_body() {
  stream_.expires_after(kBodyTime);
  ErrorCodeOfAsio error;
  co_await step(http::async_read(stream_, buffer_, *parser_,
                                 asio::redirect_error(asio::use_awaitable, error)));
  co_return error;
}

/// Sends an error to a client that can still receive it.
asio::awaitable<bool> HttpConnection::refuse_broken(ErrorCodeOfAsio error) {
  if (error == http::error::body_limit || error == http::error::header_limit ||
      error == http::error::buffer_overflow) {
    co_return co_await send(too_large(), false, false);
  }
  const bool is_of_http =
      error.category() == http::make_error_code(http::error::bad_method).category();
  if (is_of_http && error != http::error::end_of_stream && error != http::error::partial_message) {
    auto response =
        http_error(make_error(ErrorCode::invalid, "this is not HTTP: {}", error.message()));
    co_return co_await send(std::move(response), false, false);
  }
  throw boost::system::system_error(error);
}

asio::awaitable<bool> HttpConnection::answer(HttpRequest request) {
  const bool head = request.method() == http::verb::head;
  auto response = take_reply(request);
  if (answer_) response = co_await make_response();
  if (!response) co_return co_await send_waveform(std::move(request));
  co_return co_await send(std::move(*response), request.keep_alive(), head);
}

/// The response of answer_, made in turns of limited time.
asio::awaitable<HttpResponse> HttpConnection::make_response() {
  const EventLoop::LongWork work(loop_);
  bool done = false;
  while (answer_ && !done) {
    loop_.turn([&] { done = answer_ && answer_->work([&work] { return work.turn_is_spent(); }); });
    if (answer_) memory_.charge(*this, answer_->size());
    if (answer_ && !done) co_await step(asio::post(loop_.io(), asio::use_awaitable));
  }
  if (!answer_) throw boost::system::system_error(asio::error::operation_aborted);
  HttpResponse response = http_response(http::status::ok, "application/json", answer_->take());
  answer_.reset();
  co_return response;
}

/// What the site answers; nothing if that is a waveform, which is then to be sent, or answer_.
std::optional<HttpResponse> HttpConnection::take_reply(const HttpRequest& request) {
  const bool head = request.method() == http::verb::head;
  std::optional<HttpResponse> response;
  loop_.turn([&] {
    auto reply = site_.answer(request, target_);
    if (auto* whole = std::get_if<HttpResponse>(&reply)) {
      response = std::move(*whole);
    } else if (auto* made = std::get_if<std::unique_ptr<JsonAnswer>>(&reply)) {
      answer_ = std::move(*made);
    } else if (!head && !site_.begin_waveform()) {
      response = too_many_waveforms();
    } else if (!head) {
      // Copied once there is a place for it.
      const auto& asked = std::get<WaveformRequest>(reply);
      waveform_.emplace(asked.capture->excerpt(asked.from, asked.until));
    }
  });
  return response;
}

asio::awaitable<bool> HttpConnection::send(HttpResponse response, bool keep_alive, bool head) {
  response.keep_alive(keep_alive);
  response.prepare_payload();
  if (head) response.body().clear();
  memory_.charge(*this, response.body().size());
  http::response_serializer<http::string_body> serializer(response);
  stream_.expires_after(kTimeout);
  if (head) {
    co_await step(http::async_write_header(stream_, serializer, asio::use_awaitable));
  } else {
    co_await step(http::async_write(stream_, serializer, asio::use_awaitable));
  }
  memory_.charge(*this, 0);
  co_return keep_alive;
}

asio::awaitable<bool> HttpConnection::send_waveform(HttpRequest request) {
  // Before HTTP/1.1 there are no chunks: the end of the connection is the end of the body.
  const bool chunked = request.version() >= 11;
  HttpResponse response = http_response(http::status::ok, "text/plain; charset=us-ascii", "");
  response.set(http::field::content_disposition, "attachment; filename=\"pinbridge.vcd\"");
  response.keep_alive(chunked && request.keep_alive());
  response.chunked(chunked);
  http::response_serializer<http::string_body> serializer(response);
  stream_.expires_after(kTimeout);
  co_await step(http::async_write_header(stream_, serializer, asio::use_awaitable));
  // HEAD requests no edges.
  if (waveform_) co_await send_pieces(chunked);
  co_return response.keep_alive();
}

asio::awaitable<void> HttpConnection::send_pieces(bool chunked) {
  while (waveform_->measure()) {
    co_await step(asio::post(loop_.io(), asio::use_awaitable));
  }
  while (true) {
    const std::string piece = waveform_->next();
    if (piece.empty()) break;
    stream_.expires_after(kTimeout);
    const auto bytes = asio::buffer(piece);
    if (chunked) {
      co_await step(asio::async_write(stream_, http::make_chunk(bytes), asio::use_awaitable));
    } else {
      co_await step(asio::async_write(stream_, bytes, asio::use_awaitable));
    }
  }
  stream_.expires_after(kTimeout);
  if (chunked) {
    co_await step(asio::async_write(stream_, http::make_chunk_last(), asio::use_awaitable));
  }
  end_waveform();
}

void HttpConnection::end_waveform() {
  if (waveform_) site_.end_waveform();
  waveform_.reset();
}

/// Its dialogue ends with the next step, which fails, or without answer_, if that is being made.
void HttpConnection::evict() {
  spdlog::warn(
      "an HTTP client was disconnected: more than {} MiB waited for all clients, and most for this "
      "one",
      api::MemoryBudget::kDefault >> 20U);
  answer_.reset();
  stream_.close();
}

asio::awaitable<void> HttpConnection::keep_to_the_rate() {
  const Duration wait = rate_.take(std::chrono::steady_clock::now());
  if (wait == Duration::zero()) co_return;
  pause_.expires_after(wait);
  co_await step(pause_.async_wait(asio::use_awaitable));
}

/// Discards what the peer still sends, until it closes: closed at once, the kernel would reset the
/// connection, and the peer lose the response.
asio::awaitable<void> HttpConnection::linger() {
  ErrorCodeOfAsio ignored;
  stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
  stream_.expires_after(kLingerTime);
  std::array<char, 4096> discarded{};
  std::size_t lingered = 0;
  while (lingered <= kLongestBody) {
    lingered +=
        co_await step(stream_.async_read_some(asio::buffer(discarded), asio::use_awaitable));
  }
}

}  // namespace pinbridge::server
