#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/result.hpp"
#include "cli/machine_chips.hpp"
#include "loop/event_loop.hpp"
#include "qemu/command_line.hpp"
#include "qemu/open_descriptors.hpp"
#include "qemu/probe.hpp"

namespace pinbridge {

/// A QEMU command with all that it needs.
struct CompletedCommand {
  std::vector<std::string> argv;
  qemu::Version version;
};

/// A user's own QEMU command, given after --, that becomes our child with pins on its machine.
class GuestCommand {
 public:
  /// Adds the arguments after -- to a command.
  void add_to(CLI::App& command);

  /// The user's command with what gives its machine the chips. QEMU is asked what it is, and is not
  /// started yet. Fails with a sentence where its machine cannot have them.
  Result<CompletedCommand> complete(const MachineChips& chips) const;

  /// The command as it was given.
  Result<qemu::CommandLine> parse() const;

  /// Starts the completed command on our terminal and runs the loop until it has ended. Returns its
  /// exit status, or ours where it could not be started.
  int run(EventLoop& loop, const CompletedCommand& completed) const;

 private:
  std::vector<std::string> argv_;
  std::vector<int> descriptors_ = qemu::open_descriptors();  ///< the user's own, for QEMU
};

/// The option --machine, for commands that are about one guest of a board.
void add_machine_option(CLI::App& command, std::string& machine);

}  // namespace pinbridge
