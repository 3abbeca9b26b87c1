#include "server/http_connection.hpp"

#include <utility>

#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace pinbridge {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCodeOfAsio = boost::system::error_code;

namespace {

/// A script that sets pins as fast as it can must not be all that this does.
constexpr double kBurst = 2000;
constexpr double kPerSecond = 2000;

}  // namespace

HttpConnection::HttpConnection(EventLoop& loop, WebSite& site, boost::asio::ip::tcp::socket socket,
                               Handlers handlers)
    : loop_(loop),
      site_(site),
      stream_(std::move(socket)),
      handlers_(std::move(handlers)),
      rate_(kBurst, kPerSecond),
      pause_(loop.io()) {}

void HttpConnection::close() {
  if (std::exchange(dead_, true)) return;
  pause_.cancel();
  end_waveform();
  stream_.close();
  handlers_.closed(*this);
}

void HttpConnection::read() {
  parser_.emplace();
  parser_->header_limit(kLongestHeader);
  parser_->body_limit(kLongestBody);
  stream_.expires_after(kTimeout);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](ErrorCodeOfAsio error, std::size_t) {
                     if (self->dead_) return;
                     if (error) return self->on_broken_request(error);
                     self->on_request(self->parser_->release());
                   });
}

/// Tells who can still hear it what was wrong, and ends.
void HttpConnection::on_broken_request(ErrorCodeOfAsio error) {
  if (error == http::error::body_limit || error == http::error::header_limit) {
    return send(http_error(http::status::payload_too_large,
                           make_error(ErrorCode::limit,
                                      "a request has {} bytes of header and {} of body at most",
                                      kLongestHeader, kLongestBody)),
                false, false);
  }
  const bool is_of_http =
      error.category() == http::make_error_code(http::error::bad_method).category();
  if (is_of_http && error != http::error::end_of_stream && error != http::error::partial_message) {
    return send(http_error(make_error(ErrorCode::invalid, "this is no HTTP: {}", error.message())),
                false, false);
  }
  close();
}

void HttpConnection::on_request(HttpRequest request) {
  if (beast::websocket::is_upgrade(request)) {
    if (auto refusal = site_.refuse_web_socket(request)) {
      return send(std::move(*refusal), false, false);
    }
    dead_ = true;
    stream_.expires_never();
    const auto self = shared_from_this();
    handlers_.upgraded(std::move(stream_), std::move(request));
    return handlers_.closed(*this);
  }
  std::optional<HttpReply> reply;
  loop_.turn([&] { reply = site_.answer(request); });
  const bool keep_alive = request.keep_alive();
  const bool head = request.method() == http::verb::head;
  if (auto* response = std::get_if<HttpResponse>(&*reply)) {
    return send(std::move(*response), keep_alive, head);
  }
  begin_waveform(std::get<CaptureExcerpt>(std::move(*reply)), keep_alive);
}

void HttpConnection::send(HttpResponse response, bool keep_alive, bool head) {
  response_ = std::move(response);
  response_.keep_alive(keep_alive);
  response_.prepare_payload();
  if (head) response_.body().clear();
  serializer_.emplace(response_);
  stream_.expires_after(kTimeout);
  const auto sent = [self = shared_from_this(), keep_alive](ErrorCodeOfAsio error, std::size_t) {
    if (self->dead_) return;
    if (error) return self->close();
    self->go_on(keep_alive);
  };
  if (head) return http::async_write_header(stream_, *serializer_, sent);
  http::async_write(stream_, *serializer_, sent);
}

void HttpConnection::begin_waveform(CaptureExcerpt excerpt, bool keep_alive) {
  if (!site_.begin_waveform()) {
    return send(http_error(http::status::service_unavailable,
                           make_error(ErrorCode::limit,
                                      "{} waveforms are being sent, and more are not taken: try "
                                      "again when one is through",
                                      WebSite::kMostWaveforms)),
                keep_alive, false);
  }
  waveform_.emplace(std::move(excerpt));
  response_ = http_response(http::status::ok, "text/plain; charset=us-ascii", "");
  response_.set(http::field::content_disposition, "attachment; filename=\"pinbridge.vcd\"");
  response_.keep_alive(keep_alive);
  response_.chunked(true);
  serializer_.emplace(response_);
  stream_.expires_after(kTimeout);
  http::async_write_header(stream_, *serializer_,
                           [self = shared_from_this()](ErrorCodeOfAsio error, std::size_t) {
                             if (self->dead_) return;
                             if (error) return self->close();
                             self->send_waveform();
                           });
}

void HttpConnection::send_waveform() {
  piece_ = waveform_->next();
  const bool last = piece_.empty();
  const auto sent = [self = shared_from_this(), last](ErrorCodeOfAsio error, std::size_t) {
    if (self->dead_) return;
    if (error) return self->close();
    if (!last) return self->send_waveform();
    self->end_waveform();
    self->go_on(self->response_.keep_alive());
  };
  stream_.expires_after(kTimeout);
  if (last) return boost::asio::async_write(stream_, http::make_chunk_last(), sent);
  boost::asio::async_write(stream_, http::make_chunk(boost::asio::buffer(piece_)), sent);
}

void HttpConnection::end_waveform() {
  if (waveform_) site_.end_waveform();
  waveform_.reset();
}

void HttpConnection::go_on(bool keep_alive) {
  if (!keep_alive) {
    ErrorCodeOfAsio ignored;
    stream_.socket().shutdown(boost::asio::socket_base::shutdown_send, ignored);
    return close();
  }
  const Duration wait = rate_.take(std::chrono::steady_clock::now());
  if (wait == Duration::zero()) return read();
  pause_.expires_after(wait);
  pause_.async_wait([self = shared_from_this()](ErrorCodeOfAsio cancelled) {
    if (!cancelled && !self->dead_) self->read();
  });
}

}  // namespace pinbridge
