#include "server/web_guard.hpp"

#include <random>

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>

namespace pinbridge {

namespace http = boost::beast::http;

namespace {

/// Takes as long for a guess that is almost right as for one that is all wrong.
bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

WebGuard::WebGuard(const WebAddress& address, std::string token)
    : address_(address),
      token_(std::move(token)),
      // Cookies know no ports: benches side by side need names of their own.
      cookie_name_(fmt::format("pinbridge_{}", address.port)) {}

std::string WebGuard::make_token() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  std::random_device dice;  // the kernel's
  std::string token;
  for (int i = 0; i < 26; ++i) token += kLetters[dice() % kLetters.size()];
  return token;
}

std::string WebGuard::query() const {
  return token_.empty() ? "" : "?token=" + token_;
}

bool WebGuard::is_meant_for_us(std::string_view host) const {
  const auto port = fmt::format(":{}", address_.port);
  if (host.ends_with(port)) {
    host.remove_suffix(port.size());
  } else if (address_.port != 80) {
    return false;
  }
  const std::string own = WebAddress{address_.address, address_.port}.text();
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" ||
         host == std::string_view(own).substr(0, own.size() - port.size());
}

bool WebGuard::has_token(const HttpRequest& request) const {
  const std::string_view authorization = view(request[http::field::authorization]);
  if (authorization.starts_with("Bearer ") && same_secret(authorization.substr(7), token_)) {
    return true;
  }
  // A list of parameters begins with a semicolon, and refers to its text.
  const std::string cookies = ";" + std::string(request[http::field::cookie]);
  for (const auto& [name, value] : http::param_list(cookies)) {
    if (view(name) == cookie_name_ && same_secret(view(value), token_)) return true;
  }
  return false;
}

std::optional<HttpResponse> WebGuard::refuse(const HttpRequest& request) const {
  const std::string_view host = view(request[http::field::host]);
  // With a token a name may be any: a stranger's has no cookie of ours.
  if (token_.empty() && !is_meant_for_us(host)) {
    return http_error(
        http::status::misdirected_request,
        make_error(ErrorCode::invalid, "this bench serves {} and no \"{}\"; open http://{}/",
                   address_.text(), host, address_.text()));
  }
  const auto origin = request.find(http::field::origin);
  if (origin != request.end() && view(origin->value()) != fmt::format("http://{}", host)) {
    return http_error(
        http::status::forbidden,
        make_error(ErrorCode::invalid, "pages of \"{}\" have no say here", view(origin->value())));
  }
  if (!token_.empty() && !has_token(request)) {
    return http_error(
        http::status::unauthorized,
        make_error(ErrorCode::invalid,
                   "a token is wanted: open the address that pinbridge printed, or send "
                   "Authorization: Bearer TOKEN"));
  }
  return std::nullopt;
}

std::optional<HttpResponse> WebGuard::let_in(const HttpRequest& request) const {
  if (token_.empty() || request.method() != http::verb::get || path_of(request) != "/") {
    return std::nullopt;
  }
  const auto token = query_value(request, "token");
  if (!token || !same_secret(*token, token_)) return std::nullopt;
  HttpResponse response = http_response(http::status::see_other, "text/plain", "");
  response.set(http::field::location, "/");
  response.set(http::field::set_cookie,
               fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", cookie_name_, token_));
  return response;
}

}  // namespace pinbridge
