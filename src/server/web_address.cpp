#include "server/web_address.hpp"

#include <charconv>
#include <optional>

namespace pinbridge {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

std::string_view without_brackets(std::string_view host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

Result<WebAddress> WebAddress::parse(std::string_view text) {
  WebAddress parsed;
  const auto colon = text.rfind(':');
  const auto port = parse_port(colon == std::string_view::npos ? text : text.substr(colon + 1));
  boost::system::error_code error;
  if (colon != std::string_view::npos) {
    const std::string host(without_brackets(text.substr(0, colon)));
    // An IPv6 address has colons of its own: it stands in brackets, or its end is no port.
    if (host.find(':') != std::string::npos && text.front() != '[') {
      error = boost::asio::error::invalid_argument;
    } else if (host != "localhost") {
      parsed.address = boost::asio::ip::make_address(host, error);
    }
  }
  if (error || !port) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is no address to serve the page on; it is written ADDRESS:PORT, such "
                      "as 127.0.0.1:8080 or [::1]:8080, or is off",
                      text);
  }
  parsed.port = *port;
  return parsed;
}

std::string WebAddress::text() const {
  const std::string host = address.to_string();
  return fmt::format("{}:{}", address.is_v6() ? "[" + host + "]" : host, port);
}

}  // namespace pinbridge
