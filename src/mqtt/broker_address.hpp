#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pinbridge::mqtt {

/// Whether topics can begin with this: levels of printable ASCII without wildcards, none of them
/// empty, up to 200 bytes in all.
bool is_topic_prefix(std::string_view prefix);

/// A broker and the topics there that are ours: mqtt[s]://[user@]HOST[:PORT][/PREFIX].
struct BrokerAddress {
  bool tls = false;
  std::string user;  ///< empty: none
  std::string host;  ///< a name, or an IP address without brackets
  std::uint16_t port = 1883;
  std::string prefix = "pinbridge";  ///< of all topics: levels that are not empty

  /// A password in the address is an error: other users see the arguments of a process.
  static Result<BrokerAddress> parse(std::string_view text);

  /// For log lines: "mqtts://host:8883/prefix". Without the user.
  std::string text() const;
};

}  // namespace pinbridge::mqtt
