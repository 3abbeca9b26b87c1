#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "base/result.hpp"

namespace pinbridge::server {

/// Where a bench serves its page.
struct WebAddress {
  static constexpr std::uint16_t kDefaultPort = 8080;

  boost::asio::ip::address address = boost::asio::ip::address_v4::loopback();
  std::uint16_t port = kDefaultPort;  ///< 0: one that is free

  /// "127.0.0.1:8080", "[::1]:8080", "localhost:8080"; the port alone is on 127.0.0.1.
  static Result<WebAddress> parse(std::string_view text);

  bool is_local() const { return address.is_loopback(); }
  /// As a browser expects it: "127.0.0.1:8080", "[::1]:8080".
  std::string text() const;
};

}  // namespace pinbridge::server
