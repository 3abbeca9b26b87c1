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

/// PREFIX/BENCH/net/NET/PART: what a part of a bench drives a shared net with.
struct SideTopic {
  std::string bench;
  std::string net;
  std::string part;

  friend bool operator==(const SideTopic&, const SideTopic&) = default;
};

/// The topics of one bench, and those of other benches under the same prefix.
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
  std::string side(std::string_view net, std::string_view part) const;

  /// What to subscribe to for commands.
  std::vector<std::string> command_filters() const;
  /// nullopt for any topic that is not a command's.
  std::optional<CommandTopic> parse_command(std::string_view topic) const;

  const std::string& bench() const { return bench_; }
  /// What to subscribe to for what all benches drive a net with.
  std::string sides_filter(std::string_view net) const;
  std::string status_of(std::string_view bench) const;
  /// nullopt for any topic that is not one of these.
  std::optional<SideTopic> parse_side(std::string_view topic) const;
  /// The bench whose status it is.
  std::optional<std::string> parse_status(std::string_view topic) const;

 private:
  /// The decoded levels below the prefix; empty if the topic is not below it.
  std::vector<std::string> below_prefix(std::string_view topic) const;

  std::string prefix_;
  std::string bench_;
  std::string base_;
};

}  // namespace pinbridge::mqtt
