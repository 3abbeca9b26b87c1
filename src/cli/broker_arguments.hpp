#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/broker_options.hpp"
#include "base/result.hpp"

namespace pinbridge::cli {

/// Takes the broker's password out of the environment (PINBRIDGE_MQTT_PASSWORD), so that no child
/// inherits it. Called at the start of the program, whatever its command is, while there is one
/// thread.
void take_broker_password();

/// The options --mqtt and --mqtt-…, of commands that serve a board or look for benches.
class BrokerArguments {
 public:
  /// All of them.
  void add_to(CLI::App& command);
  /// Those that are needed to connect. Returns --mqtt.
  CLI::Option* add_login_to(CLI::App& command);

  /// What they ask for; nullopt without --mqtt. The password is that of its file or, without one,
  /// that of take_broker_password().
  Result<std::optional<app::BrokerOptions>> read() const;

 private:
  std::string address_;
  std::string name_;
  std::string password_file_;
  std::string ca_file_;
  std::string certificate_;
  std::string key_;
  std::vector<std::string> edges_;
  bool control_ = false;
  std::string discovery_;
};

}  // namespace pinbridge::cli
