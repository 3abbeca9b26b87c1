#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http_message.hpp"
#include "server/web_address.hpp"

namespace pinbridge {

/// Who may talk to a bench by HTTP.
///
/// On an address of this machine alone (127.0.0.1, ::1) whoever is on the machine may; but a
/// browser here also runs pages of strangers. So the request must be meant for this address
/// (`Host`: a stranger's name that resolves to it is refused), and what a page sent must be of our
/// own page
/// (`Origin`). On any other address a token is wanted as well.
class WebGuard {
 public:
  /// `token` is empty on an address of this machine alone.
  WebGuard(const WebAddress& address, std::string token);

  /// What to answer in place of what was asked; nullopt for who may.
  std::optional<HttpResponse> refuse(const HttpRequest& request) const;

  /// Where the page's address brings the token (`/?token=…`): takes it into a cookie, and shows the
  /// page under an address without it.
  std::optional<HttpResponse> let_in(const HttpRequest& request) const;

  /// "", or "?token=…": what belongs behind the page's address.
  std::string query() const;

  /// As many random letters as nobody guesses.
  static std::string make_token();

 private:
  bool is_meant_for_us(std::string_view host) const;
  bool has_token(const HttpRequest& request) const;

  WebAddress address_;
  std::string token_;
  std::string cookie_name_;
};

}  // namespace pinbridge
