#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mqtt/side_stream.hpp"

namespace pinbridge::mqtt {

// The payloads by which benches share nets (docs/how-to/mqtt.md), as JSON.

/// {"run","first","utc","drives":[{"state","strength","time"}]}: of a bench's run.
std::string side_payload(const std::string& run, const SideBatch& batch,
                         std::chrono::system_clock::time_point utc_of_first);

struct SideMessage {
  std::string run;
  SideBatch batch;  ///< at least one drive
};
Result<SideMessage> parse_side(std::string_view payload);

/// The part of a bench's status that matters here.
struct OtherStatus {
  bool online = false;
  std::string run;
};
Result<OtherStatus> parse_status(std::string_view payload);

}  // namespace pinbridge::mqtt
