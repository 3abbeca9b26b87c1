#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "base/result.hpp"
#include "cli/opened_board.hpp"
#include "cli/page_options.hpp"
#include "loop/spin_policy.hpp"

namespace pinbridge {

/// What `run` and `serve` take alike.
struct BoardOptions {
  std::string board;
  std::string socket;
  std::optional<std::uint32_t> seed;
  bool no_spin = false;
  std::string http;  ///< empty: the default address

  /// Where the page is served, as `--http` says.
  Result<PageOptions> page() const;

  SpinPolicy::Limits spin_limits() const {
    return no_spin ? SpinPolicy::Limits{.longest = Duration::zero()} : SpinPolicy::Limits{};
  }
};

/// Adds the positional BOARD and its options to a command.
void add_board_options(CLI::App& command, BoardOptions& options);

/// Opens the board to be run: prints what is wrong with it, and fails if that is an error.
Result<OpenedBoard> open_board_to_run(const std::string& path);

}  // namespace pinbridge
