#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "client/rpc_client.hpp"

namespace pinbridge::cli {

/// For help texts.
inline constexpr const char* kPinsMeaning =
    "pins (vm:24), lines (led0), parts (vm: all its pins) or patterns ('vm:2?')";

/// The pins of a running board by the names that people use. A name is, in this order:
///
///   vm:24            a pin
///   led0             the line of a guest that has this name
///   vm               a part: all its pins
///   'vm:2?', 'led*'  a pattern (glob) of pins and names of lines
class PinNames {
 public:
  struct Pin {
    std::string name;   ///< PART:PIN
    std::string label;  ///< name of the line; may be empty
  };

  /// In the order of the board.
  explicit PinNames(std::vector<Pin> pins) : pins_(std::move(pins)) {}

  /// Those of the running board.
  static Result<PinNames> of(client::RpcClient& client);

  /// The pins of these names, each once, in the order of the names. Fails at a name of no pin, and
  /// at the name of two guests' lines.
  Result<std::vector<std::string>> find(const std::vector<std::string>& names) const;

  /// The one pin of a name.
  Result<std::string> find_one(const std::string& name) const;

 private:
  Result<std::vector<std::string>> pins_of(const std::string& name) const;
  Error unknown(const std::string& name) const;

  std::vector<Pin> pins_;
};

/// PinNames::find() for a running board. A name that is written PART:PIN is unchanged: the bench
/// judges it, and also accepts aliases ("gpio:PB14").
Result<std::vector<std::string>> find_pins(client::RpcClient& client,
                                           const std::vector<std::string>& names);
Result<std::string> find_pin(client::RpcClient& client, const std::string& name);

/// The names by which the bench reports these pins, in the same order: never an alias. For commands
/// that compare reports with the names that they were given.
Result<std::vector<std::string>> reported_names(client::RpcClient& client,
                                                const std::vector<std::string>& pins);

}  // namespace pinbridge::cli
