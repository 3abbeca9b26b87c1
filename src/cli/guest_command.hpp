#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "app/machine_chips.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "cli/program.hpp"
#include "loop/event_loop.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/arguments/probe.hpp"
#include "qemu/process/open_descriptors.hpp"

namespace pinbridge::cli {

/// A QEMU command with all that it needs.
struct CompletedCommand {
  std::vector<std::string> argv;
  qemu::Version version;
  std::size_t given = 0;  ///< the first words, which are the user's
};

/// A user's own QEMU command, given after --, that becomes our child with pins on its machine.
class GuestCommand {
 public:
  /// Adds the arguments after -- to a command.
  void add_to(Command& command) { command.takes_qemu_command(&argv_); }

  /// The user's command with the arguments that add the chips to its machine. QEMU is probed, but
  /// not started yet. Fails if its machine cannot have the chips.
  Result<CompletedCommand> complete(const app::MachineChips& chips) const;

  /// Whether there are arguments after --.
  bool is_given() const { return !argv_.empty(); }

  /// The original command.
  Result<qemu::CommandLine> parse() const;

  /// The user's own descriptors, which QEMU inherits.
  const std::vector<int>& descriptors() const { return descriptors_; }

  /// Starts the completed command on our terminal, calls `started`, and runs the loop until it has
  /// ended. Returns its exit status, or kTimedOut if it has run for `timeout` and was ended. Fails
  /// where it could not be started.
  Result<int> run(EventLoop& loop, const CompletedCommand& completed,
                  const std::function<void()>& started, Duration timeout = Duration::max()) const;

 private:
  std::vector<std::string> argv_;
  std::vector<int> descriptors_ = qemu::open_descriptors();  ///< the user's own, for QEMU
};

/// The exit statuses of a command that ends as QEMU ends.
void add_guest_exit_statuses(Command& command);

/// The option --machine, for commands that are about one guest of a board.
void add_machine_option(CLI::App& command, std::string& machine);

}  // namespace pinbridge::cli
