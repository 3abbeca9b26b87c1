#include "server/web_address.hpp"

#include "base/number.hpp"

namespace pinbridge::server {
namespace {

std::string_view without_brackets(std::string_view host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

Result<WebAddress> WebAddress::parse(std::string_view text) {
  WebAddress parsed;
  const auto colon = text.rfind(':');
  const auto port =
      parse_number<std::uint16_t>(colon == std::string_view::npos ? text : text.substr(colon + 1));
  boost::system::error_code error;
  if (colon != std::string_view::npos) {
    const std::string host(without_brackets(text.substr(0, colon)));
    // An IPv6 address contains colons: it must be in brackets, or its end is not a port.
    if (host.find(':') != std::string::npos && text.front() != '[') {
      error = boost::asio::error::invalid_argument;
    } else if (host != "localhost") {
      parsed.address = boost::asio::ip::make_address(host, error);
    }
  }
  if (error || !port) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is not an address for the page; write ADDRESS:PORT, such as "
                      "127.0.0.1:8080 or [::1]:8080, or off",
                      text);
  }
  parsed.port = *port;
  return parsed;
}

std::string WebAddress::text() const {
  const std::string host = address.to_string();
  return fmt::format("{}:{}", address.is_v6() ? "[" + host + "]" : host, port);
}

}  // namespace pinbridge::server
