#pragma once

#include <string>
#include <vector>

#include "bench/bench.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/payloads.hpp"
#include "mqtt/topics.hpp"

namespace pinbridge::mqtt {

/// What Home Assistant's MQTT discovery needs to show the parts of a bench: one retained message
/// for each LED, and, if commands are executed, for each button and each slide switch. `prefix` is
/// Home Assistant's own: "homeassistant" unless it was changed there.
std::vector<Message> discovery_messages(const Bench& bench, const Topics& topics,
                                        const BenchStatus& status, const std::string& prefix);

}  // namespace pinbridge::mqtt
