#include "cli/guest_command.hpp"

#include <csignal>

#include "cli/exit_status.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "qemu/native_arguments.hpp"
#include "qemu/probe.hpp"
#include "qemu/process.hpp"

namespace pinbridge {
namespace {

/// Whether the machine has what the chips stand for: told before QEMU starts.
Result<void> check_controllers(const qemu::Probe& probe,
                               const std::vector<NativeChipPlace>& chips) {
  const auto names = native_gpio::controller_names(probe.devices);
  for (const NativeChipPlace& chip : chips) {
    // The machine alone numbers such devices otherwise than the machine with all its cards.
    if (chip.controller.text().starts_with(qemu::QomDevice::kUnattached)) continue;
    if (const auto found = chip.controller.find(names); !found) {
      return make_error(found.error().code, "chip {}: {}", chip.id, found.error().message);
    }
  }
  return {};
}

}  // namespace

void GuestCommand::add_to(CLI::App& command) {
  command.add_option("qemu", argv_, "your own QEMU command, after --")
      ->type_name("-- QEMU ARGUMENT...");
}

Result<qemu::CommandLine> GuestCommand::parse() const {
  return qemu::CommandLine::parse(argv_);
}

Result<CompletedCommand> GuestCommand::complete(const MachineChips& chips) const {
  const auto command = parse();
  if (!command) return command.error();
  qemu::ProbeWishes wishes;
  if (!chips.native.empty()) wishes.devices = is_controller_type;
  const auto probe = qemu::probe(*command, wishes);
  if (!probe) return probe.error();
  const auto added = qemu::gpio_arguments(*command, *probe, chips.virtio);
  if (!added) return added.error();
  CompletedCommand completed{argv_, probe->version};
  completed.argv.insert(completed.argv.end(), added->begin(), added->end());
  if (chips.native.empty()) return completed;
  if (const auto found = check_controllers(*probe, chips.native); !found) return found.error();
  const auto native = qemu::native_arguments(*command, chips.native.front().directory);
  if (!native) return native.error();
  completed.argv.insert(completed.argv.end(), native->begin(), native->end());
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

}  // namespace pinbridge
