#include "server/web_site.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace pinbridge::server {

namespace http = boost::beast::http;

namespace {

/// Transfer encodings frame the message: with one that is not known, its end is not known either.
std::optional<HttpResponse> refuse_encoding(const HttpRequest& head) {
  const auto encoding = head.find(http::field::transfer_encoding);
  if (encoding == head.end()) return std::nullopt;
  if (head.version() < 11 || head.count(http::field::content_length) > 0) {
    return http_error(
        make_error(ErrorCode::invalid, "a request has a Content-Length or, with HTTP/1.1, chunks"));
  }
  const bool known = head.count(http::field::transfer_encoding) == 1 &&
                     boost::beast::iequals(encoding->value(), "chunked");
  if (known) return std::nullopt;
  return http_error(
      http::status::not_implemented,
      make_error(ErrorCode::unsupported,
                 "transfer encoding \"{}\" is not supported; send chunked, or none",
                 std::string_view(encoding->value().data(), encoding->value().size())));
}

/// The target is a path, or "*" for the server as a whole (RFC 9112, 3.2). "http://…" is for
/// proxies.
std::optional<HttpResponse> refuse_target(const HttpRequest& head, const HttpTarget& parsed) {
  const std::string_view target(head.target().data(), head.target().size());
  if (parsed.valid() || (target == "*" && head.method() == http::verb::options)) {
    return std::nullopt;
  }
  if (!target.starts_with('/')) {
    return http_error(make_error(
        ErrorCode::invalid, "request target \"{}\" is not a path; it begins with \"/\"", target));
  }
  return http_error(make_error(ErrorCode::invalid,
                               "request target \"{}\" is malformed; escape bytes as in \"%20\"",
                               target));
}

HttpResponse ask_for_upgrade() {
  HttpResponse response =
      http_error(http::status::upgrade_required,
                 make_error(ErrorCode::unsupported, "{} is a WebSocket; connect by ws://",
                            WebSite::kWebSocketPath));
  response.set(http::field::upgrade, "websocket");
  response.set(http::field::connection, "upgrade");
  return response;
}

}  // namespace

std::optional<HttpResponse> WebSite::refuse(const HttpRequest& head,
                                            const HttpTarget& target) const {
  if (auto refusal = refuse_encoding(head)) return refusal;
  if (auto refusal = refuse_target(head, target)) return refusal;
  if (auto welcome = guard_.let_in(head, target)) return welcome;
  if (boost::beast::websocket::is_upgrade(head) && target.path() != kWebSocketPath) {
    return http_error(make_error(ErrorCode::not_found, "the WebSocket is at {}", kWebSocketPath));
  }
  return guard_.refuse(head);
}

HttpReply WebSite::answer(const HttpRequest& request, const HttpTarget& target) {
  if (target.path() == "*") {
    HttpResponse response = http_response(http::status::no_content, "text/plain", "");
    response.set(http::field::allow, "GET, HEAD, POST, PUT");
    return response;
  }
  if (HttpApi::serves(target.path())) return api_.answer(request, target);
  if (target.path() == kWebSocketPath) return ask_for_upgrade();
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    HttpResponse response =
        http_error(http::status::method_not_allowed,
                   make_error(ErrorCode::unsupported, "this takes GET and nothing else"));
    response.set(http::field::allow, "GET");
    return response;
  }
  return serve_web_file(files_, request, target.path());
}

bool WebSite::begin_waveform() {
  if (waveforms_ == kMostWaveforms) return false;
  ++waveforms_;
  return true;
}

}  // namespace pinbridge::server
