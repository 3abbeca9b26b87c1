#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pinbridge::mqtt {

/// A name as one level of a topic: bytes that a level cannot have ("/", "+", "#"), "%", spaces,
/// control characters and bytes beyond ASCII as %XX.
std::string as_level(std::string_view name);
/// The name of such a level; nullopt if "%" is followed by something else than two hex digits.
std::optional<std::string> from_level(std::string_view level);

/// A command's topic: PREFIX/BENCH/pin/PART/PIN/set.
struct SetTopic {
  std::string pin;  ///< PART:PIN

  friend bool operator==(const SetTopic&, const SetTopic&) = default;
};
/// PREFIX/BENCH/part/PART/control/NAME/set
struct ControlTopic {
  std::string part;
  std::string control;

  friend bool operator==(const ControlTopic&, const ControlTopic&) = default;
};
/// PREFIX/BENCH/part/PART/control/NAME/press
struct PressTopic {
  std::string part;
  std::string control;

  friend bool operator==(const PressTopic&, const PressTopic&) = default;
};
using CommandTopic = std::variant<SetTopic, ControlTopic, PressTopic>;

/// The topics of one bench.
class Topics {
 public:
  /// `prefix` is valid (BrokerAddress); `bench` is any text that is not empty.
  Topics(std::string_view prefix, std::string_view bench);

  /// PREFIX/BENCH
  const std::string& base() const { return base_; }
  std::string status() const { return base_ + "/status"; }
  std::string edges() const { return base_ + "/edges"; }
  std::string errors() const { return base_ + "/errors"; }
  std::string pin(std::string_view part, std::string_view pin) const;
  std::string part(std::string_view part) const;

  /// What to subscribe to for commands.
  std::vector<std::string> command_filters() const;
  /// nullopt for any topic that is not a command's.
  std::optional<CommandTopic> parse_command(std::string_view topic) const;

 private:
  std::string base_;
};

}  // namespace pinbridge::mqtt
