#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http_message.hpp"
#include "server/http_target.hpp"
#include "server/web_address.hpp"

namespace pinbridge::server {

/// Access control of a bench over HTTP.
///
/// On an address of this machine alone (127.0.0.1, ::1) every user of the machine has access. A
/// browser also runs pages of other sites, so `Host` must name this address (another name that
/// resolves to it is refused), `Origin` must be our own page, and `Sec-Fetch-Site` no other page; a
/// link of another site may still open the page. Any other address requires a token as well.
class WebGuard {
 public:
  /// `token` is empty on an address of this machine alone.
  WebGuard(const WebAddress& address, std::string token);

  /// The response that refuses a request; nullopt if access is allowed.
  std::optional<HttpResponse> refuse(const HttpRequest& request) const;

  /// If the page's address contains the token (`/?token=…`): stores it in a cookie, and shows the
  /// page under an address without it.
  std::optional<HttpResponse> let_in(const HttpRequest& request, const HttpTarget& target) const;

  /// "", or "?token=…": the suffix of the page's address.
  std::string query() const;

  /// 130 random bits, as letters and digits.
  static std::string make_token();

 private:
  bool is_meant_for_us(std::string_view host) const;
  std::optional<HttpResponse> refuse_origin(const HttpRequest& request) const;
  bool has_token(const HttpRequest& request) const;

  WebAddress address_;
  std::string token_;
  std::string cookie_name_;
};

}  // namespace pinbridge::server
