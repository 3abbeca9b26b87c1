#include "cli/guest_command.hpp"

#include <csignal>
#include <set>

#include <fmt/ranges.h>

#include "cli/exit_status.hpp"
#include "qemu/probe.hpp"
#include "qemu/process.hpp"

namespace pinbridge {

void GuestCommand::add_to(CLI::App& command) {
  command.add_option("qemu", argv_, "your own QEMU command, after --")
      ->type_name("-- QEMU ARGUMENT...");
}

Result<CompletedCommand> GuestCommand::complete(const std::vector<qemu::Chip>& chips) const {
  const auto command = qemu::CommandLine::parse(argv_);
  if (!command) return command.error();
  const auto probe = qemu::probe(*command);
  if (!probe) return probe.error();
  const auto added = qemu::gpio_arguments(*command, *probe, chips);
  if (!added) return added.error();
  CompletedCommand completed{argv_, probe->version};
  completed.argv.insert(completed.argv.end(), added->begin(), added->end());
  return completed;
}

int GuestCommand::run(EventLoop& loop, const CompletedCommand& completed) const {
  // Whoever reads our log may go; the guest goes on.
  std::signal(SIGPIPE, SIG_IGN);
  int exit_status = kFailure;
  const auto ended = [&](int status) {
    exit_status = status;
    loop.stop();
  };
  const auto qemu = qemu::Process::start(loop.io(), completed.argv, ended, descriptors_);
  if (!qemu) return report(qemu.error());
  loop.run();
  return exit_status;
}

void add_machine_option(CLI::App& command, std::string& machine) {
  command
      .add_option("--machine", machine,
                  "which of the board's machines it is (default: the only one)")
      ->type_name("NAME");
}

Result<std::vector<qemu::Chip>> chips_of_machine(std::vector<qemu::Chip> chips,
                                                 const std::string& machine) {
  std::set<std::string> machines;
  for (const qemu::Chip& chip : chips) machines.insert(chip.machine);
  if (machine.empty() && machines.size() > 1) {
    return make_error(
        ErrorCode::invalid,
        "the board has chips of {} machines, {}: say which with --machine; a board of "
        "several is served, and each guest started with pinbridge attach",
        machines.size(), fmt::join(machines, ", "));
  }
  if (machine.empty()) return chips;
  if (!machines.contains(machine)) {
    return make_error(ErrorCode::not_found, "the board has no chip of a machine \"{}\"; it has {}",
                      machine,
                      machines.empty() ? "none" : fmt::format("{}", fmt::join(machines, ", ")));
  }
  std::erase_if(chips, [&](const qemu::Chip& chip) { return chip.machine != machine; });
  return chips;
}

}  // namespace pinbridge
