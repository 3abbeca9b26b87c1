#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/broker_options.hpp"
#include "base/result.hpp"
#include "cli/guest_command.hpp"
#include "scenario/junit.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::cli {

/// What all scenarios of a command have in common.
struct ScenarioOptions {
  std::string board;
  std::vector<std::string> chips;  ///< microcontrollers that become guests: "esp=virtio-gpio"
  std::optional<std::uint32_t> seed;
  Duration timeout = std::chrono::seconds(30);
  std::string record_directory;  ///< where a failure is recorded; empty: nowhere
  std::optional<app::BrokerOptions> broker;
};

/// Runs one scenario on a new bench with a new guest. Fails where it cannot be started: that the
/// scenario itself fails is in the report.
Result<scenario::Report> run_scenario(const ScenarioOptions& options, const GuestCommand& guest,
                                      const std::filesystem::path& file,
                                      const scenario::Scenario& scenario,
                                      scenario::Observer& observer);

}  // namespace pinbridge::cli
