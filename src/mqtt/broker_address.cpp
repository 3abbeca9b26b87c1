#include "mqtt/broker_address.hpp"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/number.hpp"

namespace pinbridge::mqtt {
namespace {

constexpr std::uint16_t kPort = 1883;
constexpr std::uint16_t kTlsPort = 8883;
constexpr std::size_t kLongestPrefix = 200;

Error has_password() {
  return make_error(ErrorCode::invalid,
                    "the address of a broker takes no password, because other users can read the "
                    "arguments of a process; use --mqtt-password-file or PINBRIDGE_MQTT_PASSWORD");
}

/// Also where the text is not an address because of the characters of a password.
bool may_have_password(std::string_view text) {
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    text.remove_prefix(scheme + 3);
  }
  const auto at = text.rfind('@');
  return at != std::string_view::npos && text.find(':') < at;
}

Error not_an_address(std::string_view text) {
  // An error must not repeat a password.
  if (may_have_password(text)) return has_password();
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not the address of a broker; write "
                    "mqtt[s]://[user@]HOST[:PORT][/PREFIX], such as "
                    "mqtts://me@broker.example/lab",
                    text);
}

Result<std::string> prefix_of(std::string path, std::string_view text) {
  if (path.starts_with('/')) path.erase(0, 1);
  if (path.ends_with('/')) path.pop_back();
  if (path.empty()) return BrokerAddress{}.prefix;
  if (is_topic_prefix(path)) return path;
  if (may_have_password(text)) return has_password();
  return make_error(ErrorCode::invalid,
                    "\"{}\": \"{}\" is not a prefix of topics; write up to {} characters of ASCII "
                    "without spaces, \"+\" and \"#\", and without \"$\" at the start",
                    text, path, kLongestPrefix);
}

}  // namespace

/// Topics of a broker's own begin with "$"; "+" and "#" are wildcards.
bool is_topic_prefix(std::string_view prefix) {
  const bool plain = std::ranges::all_of(
      prefix, [](char c) { return c > 0x20 && c < 0x7f && c != '+' && c != '#'; });
  return plain && !prefix.empty() && prefix.size() <= kLongestPrefix && !prefix.starts_with('$') &&
         !prefix.starts_with('/') && !prefix.ends_with('/') &&
         prefix.find("//") == std::string_view::npos;
}

Result<BrokerAddress> BrokerAddress::parse(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || !url->has_authority()) return not_an_address(text);
  if (url->has_password()) return has_password();
  BrokerAddress address;
  address.tls = url->scheme() == "mqtts";
  if (!address.tls && url->scheme() != "mqtt") return not_an_address(text);
  address.user = url->user();
  address.host = url->host_address();
  if (address.host.empty() || url->has_query() || url->has_fragment()) return not_an_address(text);
  address.port = address.tls ? kTlsPort : kPort;
  if (url->has_port()) {
    // port_number() is that modulo 65,536.
    const auto port = parse_number<std::uint16_t>(std::string(url->port()));
    if (!port || *port == 0) return not_an_address(text);
    address.port = *port;
  }
  auto prefix = prefix_of(url->path(), text);
  if (!prefix) return prefix.error();
  address.prefix = std::move(*prefix);
  return address;
}

std::string BrokerAddress::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}/{}", tls ? "mqtts" : "mqtt", is_v6 ? "[" + host + "]" : host, port,
                     prefix);
}

}  // namespace pinbridge::mqtt
