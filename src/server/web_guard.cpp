#include "server/web_guard.hpp"

#include <algorithm>
#include <random>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>

namespace pinbridge::server {

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

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// The token of an Authorization field; empty if it has another scheme (RFC 9110, 11.4).
std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view scheme = authorization.substr(0, kScheme.size());
  if (!boost::beast::iequals(scheme, kScheme)) return {};
  authorization.remove_prefix(kScheme.size());
  return trimmed(authorization);
}

/// Whether a `Cookie` field has this cookie with this value. Cookies of other programs on this host
/// come with ours, and need not be tokens of RFC 6265.
bool has_cookie(std::string_view cookies, std::string_view name, std::string_view value) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    const std::string_view cookie = trimmed(cookies.substr(0, end));
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    const std::size_t equals = cookie.find('=');
    if (equals != name.size() || !cookie.starts_with(name)) continue;
    if (same_secret(cookie.substr(equals + 1), value)) return true;
  }
  return false;
}

/// Whether a page of another site made the browser send this.
bool is_of_another_site(const HttpRequest& request) {
  const std::string_view site = view(request["Sec-Fetch-Site"]);
  if (site.empty() || site == "same-origin" || site == "none") return false;
  // A user may follow another page's link to ours, in a separate tab.
  return request.method() != http::verb::get || view(request["Sec-Fetch-Mode"]) != "navigate" ||
         view(request["Sec-Fetch-Dest"]) != "document" ||
         view(request.target()).starts_with("/api");
}

}  // namespace

WebGuard::WebGuard(const WebAddress& address, std::string token)
    : address_(address),
      token_(std::move(token)),
      // Cookies do not depend on ports: several benches need different cookie names.
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
  if (same_secret(bearer_token(view(request[http::field::authorization])), token_)) return true;
  for (const auto& field : request) {
    if (field.name() == http::field::cookie &&
        has_cookie(view(field.value()), cookie_name_, token_)) {
      return true;
    }
  }
  return false;
}

std::optional<HttpResponse> WebGuard::refuse(const HttpRequest& request) const {
  for (const http::field once :
       {http::field::host, http::field::origin, http::field::authorization}) {
    if (request.count(once) < 2) continue;
    return http_error(http::status::bad_request,
                      make_error(ErrorCode::invalid, "the request has more than one \"{}\" field",
                                 view(http::to_string(once))));
  }
  const std::string_view host = view(request[http::field::host]);
  // With a token, any name is allowed: another site's page does not have our cookie.
  if (token_.empty() && !is_meant_for_us(host)) {
    return http_error(
        http::status::misdirected_request,
        make_error(ErrorCode::invalid, "this bench serves {}, not \"{}\"; open http://{}/",
                   address_.text(), host, address_.text()));
  }
  if (auto refusal = refuse_origin(request)) return refusal;
  if (!token_.empty() && !has_token(request)) {
    HttpResponse response = http_error(
        http::status::unauthorized,
        make_error(ErrorCode::invalid,
                   "a token is required: open the address that pinbridge printed, or send "
                   "Authorization: Bearer TOKEN"));
    response.set(http::field::www_authenticate, "Bearer");
    return response;
  }
  return std::nullopt;
}

std::optional<HttpResponse> WebGuard::refuse_origin(const HttpRequest& request) const {
  const auto origin = request.find(http::field::origin);
  const auto own = fmt::format("http://{}", view(request[http::field::host]));
  if (origin != request.end() && view(origin->value()) != own) {
    return http_error(http::status::forbidden,
                      make_error(ErrorCode::invalid, "cross-origin request from \"{}\" refused",
                                 view(origin->value())));
  }
  if (is_of_another_site(request)) {
    return http_error(http::status::forbidden,
                      make_error(ErrorCode::invalid, "request of another site's page refused"));
  }
  return std::nullopt;
}

std::optional<HttpResponse> WebGuard::let_in(const HttpRequest& request,
                                             const HttpTarget& target) const {
  if (token_.empty() || request.method() != http::verb::get || target.path() != "/") {
    return std::nullopt;
  }
  const auto token = target.query("token");
  if (!token || !same_secret(*token, token_)) return std::nullopt;
  HttpResponse response = http_response(http::status::see_other, "text/plain", "");
  response.set(http::field::location, "/");
  response.set(http::field::set_cookie,
               fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", cookie_name_, token_));
  return response;
}

}  // namespace pinbridge::server
