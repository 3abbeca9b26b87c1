#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mqtt/broker_address.hpp"
#include "mqtt/broker_login.hpp"

namespace pinbridge::app {

/// How a bench joins a broker.
struct BrokerOptions {
  mqtt::BrokerAddress address;
  std::string name;  ///< of the bench in topics; empty: the board's
  std::string password;
  std::filesystem::path ca_file;      ///< empty: the certificates of the system
  std::filesystem::path certificate;  ///< of the client; empty: none
  std::filesystem::path key;
  std::vector<std::string> edges;  ///< pins, or "all"
  bool control = false;
  std::string discovery;  ///< Home Assistant's prefix; empty: not announced
};

/// What these options present to the broker, for a client without a last will.
mqtt::BrokerLogin login_of(const BrokerOptions& options, std::string client_id);

/// 16 hexadecimal digits.
std::string random_text();

}  // namespace pinbridge::app
