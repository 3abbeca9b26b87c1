#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/opened_board.hpp"
#include "app/page_options.hpp"
#include "base/result.hpp"
#include "cli/broker_arguments.hpp"
#include "loop/spin_policy.hpp"

namespace pinbridge::cli {

/// What `run` and `serve` take alike.
struct BoardOptions {
  std::string board;
  std::string socket;
  std::optional<std::uint32_t> seed;
  std::string spin = "auto";
  bool no_sandbox = false;
  std::string http;                ///< empty: the default address
  std::vector<std::string> chips;  ///< microcontrollers that become guests: "esp=virtio-gpio"
  BrokerArguments broker;

  /// The address of the page, from `--http`.
  Result<app::PageOptions> page() const;

  SpinPolicy::Limits spin_limits() const;
};

/// The positional BOARD.
void add_board_argument(CLI::App& command, std::string& board);

/// `--seed` of a bench.
void add_seed_option(CLI::App& command, std::optional<std::uint32_t>& seed);

/// Adds the positional BOARD and its options to a command.
void add_board_options(CLI::App& command, BoardOptions& options);

/// Opens the board to run: prints its problems, and fails if there are errors.
Result<app::OpenedBoard> open_board_to_run(const std::string& path,
                                           const std::vector<std::string>& chips = {});

/// The same for a board with a chip of a guest; fails if it has none.
Result<app::OpenedBoard> open_board_with_guest(const std::string& path,
                                               const std::vector<std::string>& chips);

/// The option --controllers, for commands that read a board or a machine: as soon as it is parsed,
/// its types of controllers are known.
void add_controllers_option(CLI::App& command);

/// The options --chip and --controllers, for commands that open a board.
void add_chip_option(CLI::App& command, std::vector<std::string>& chips);

/// The parsed value of --chip.
Result<std::vector<board::GuestChoice>> parse_choices(const std::vector<std::string>& chips);

}  // namespace pinbridge::cli
