#pragma once

#include <filesystem>
#include <string>

#include "mqtt/broker_address.hpp"
#include "mqtt/connection.hpp"

namespace pinbridge::mqtt {

/// All that a client presents to a broker.
struct BrokerLogin {
  BrokerAddress address;
  std::string password;               ///< empty: none
  std::filesystem::path ca_file;      ///< empty: the certificates of the system
  std::filesystem::path certificate;  ///< of the client; empty: none
  std::filesystem::path key;          ///< of that certificate
  /// Identifies the client: the broker ends an older connection of the same name.
  std::string client_id;
  Message last_will;  ///< published by the broker if the connection is lost; no topic: none
};

}  // namespace pinbridge::mqtt
