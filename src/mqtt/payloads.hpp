#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/commands.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "bench/bench.hpp"
#include "mqtt/edge_stream.hpp"

namespace pinbridge::mqtt {

// The payloads of docs/how-to/mqtt.md, as JSON. `time` is the bench's own, as in all other
// interfaces; `utc` is the same moment, for comparisons between machines.

/// A time of the bench, and the same moment of the world.
struct Moment {
  Time time;
  std::chrono::system_clock::time_point utc;
};

/// "2026-11-29T08:33:48.123456Z", rounded down to microseconds.
std::string utc_text(std::chrono::system_clock::time_point time);

/// {"state","direction","edges","time","utc"}: `edges` are the changes of the level since the bench
/// has started; the time is the last change's.
std::string pin_payload(PinState state, std::uint64_t edges, const Moment& changed);

/// {"controls","shows","time","utc"}
std::string part_payload(const Bench& bench, PartId part, const Moment& now);

/// What identifies a bench while it is connected.
struct BenchStatus {
  std::string board;
  std::string run;  ///< different each time the bench starts
  bool control = false;
  std::vector<std::string> edges;  ///< the pins whose edges are sent
  std::string page;                ///< empty: none
};

/// {"state":"online",…}
std::string online_payload(const BenchStatus& status, const Moment& now);
/// {"state":"offline","run"}: also the last will.
std::string offline_payload(const std::string& run);

/// {"run","first","missed","utc","edges":[{"pin","state","time"}]}; without "missed" if that is 0.
std::string edges_payload(const std::string& run, const EdgeBatch& batch,
                          std::chrono::system_clock::time_point utc_of_first);

/// {"topic","code","message","suppressed"}; without "suppressed" if that is 0.
std::string error_payload(std::string_view topic, const Error& error, std::uint64_t suppressed);

/// Of a command, in bytes.
inline constexpr std::size_t kLargestCommand = 4096;
/// Of anything that is received, such as the status of another bench, with a long list of pins.
/// Longer payloads are cut.
inline constexpr std::size_t kLargestReceived = 65'536;

/// What a pin is to be set to: text as in parse_hand_drive(), or {"state": text}.
Result<Drive> parse_set(std::string_view payload);

/// The value of a control: a JSON number, Boolean or string, {"value": one of these}, or any other
/// text as it is.
Result<ControlValue> parse_control(std::string_view payload);

/// How long to press: empty or "PRESS" for Commands::kDefaultPress, or as in "200ms".
Result<Duration> parse_press(std::string_view payload);

}  // namespace pinbridge::mqtt
