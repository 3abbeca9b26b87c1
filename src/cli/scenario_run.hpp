#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/broker_options.hpp"
#include "base/result.hpp"
#include "cli/guest_command.hpp"
#include "cli/interrupt.hpp"
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

struct OpenedScenario {
  std::string path;
  scenario::Scenario scenario;
  std::string record_name;  ///< of the files that record its failure, unique in a run

  /// For people and reports.
  std::string title() const {
    return scenario.name.empty() ? std::filesystem::path(path).stem().string() : scenario.name;
  }
};

/// Reads the files, all of them before any runs: a wrong one must not be found after minutes. Each
/// is rehearsed on a board of its own, unless the board itself has errors.
Result<std::vector<OpenedScenario>> open_scenarios(const std::vector<std::string>& paths,
                                                   const ScenarioOptions& options);

/// Runs one scenario on a new bench with a new guest. Fails where it cannot be started: that the
/// scenario itself fails is in the report. A signal while its pictures are drawn ends that, and
/// `interrupt` has it then.
Result<scenario::Report> run_scenario(const ScenarioOptions& options, const GuestCommand& guest,
                                      const OpenedScenario& scenario, scenario::Observer& observer,
                                      const Interrupt& interrupt);

}  // namespace pinbridge::cli
