#include "server/web_site.hpp"

namespace pinbridge {

namespace http = boost::beast::http;

HttpReply WebSite::answer(const HttpRequest& request) {
  if (auto welcome = guard_.let_in(request)) return std::move(*welcome);
  if (auto refusal = guard_.refuse(request)) return std::move(*refusal);
  const std::string_view path = path_of(request);
  if (HttpApi::serves(path)) return api_.answer(request);
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    HttpResponse response =
        http_error(http::status::method_not_allowed,
                   make_error(ErrorCode::unsupported, "this takes GET and nothing else"));
    response.set(http::field::allow, "GET");
    return response;
  }
  return serve_web_file(files_, path);
}

bool WebSite::begin_waveform() {
  if (waveforms_ == kMostWaveforms) return false;
  ++waveforms_;
  return true;
}

std::optional<HttpResponse> WebSite::refuse_web_socket(const HttpRequest& request) const {
  if (path_of(request) != kWebSocketPath) {
    return http_error(make_error(ErrorCode::not_found, "the WebSocket is at {}", kWebSocketPath));
  }
  return guard_.refuse(request);
}

}  // namespace pinbridge
