#include "cli/guest_command.hpp"

#include <chrono>
#include <csignal>

#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "cli/exit_status.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "qemu/arguments/native_arguments.hpp"
#include "qemu/arguments/probe.hpp"
#include "qemu/process/process.hpp"

namespace pinbridge::cli {
namespace {

/// Whether the machine has the chips' controllers: checked before QEMU starts.
Result<void> check_controllers(const qemu::Probe& probe,
                               const std::vector<app::NativeChipPlace>& chips) {
  const auto names = native_gpio::controller_names(probe.devices);
  for (const app::NativeChipPlace& chip : chips) {
    // The machine alone numbers such devices otherwise than the machine with all its cards.
    if (chip.controller.text().starts_with(qemu::QomDevice::kUnattached)) continue;
    if (const auto found = chip.controller.find(names); !found) {
      return make_error(found.error().code, "chip {}: {}", chip.id, found.error().message);
    }
  }
  return {};
}

}  // namespace

Result<qemu::CommandLine> GuestCommand::parse() const {
  return qemu::CommandLine::parse(argv_);
}

Result<CompletedCommand> GuestCommand::complete(const app::MachineChips& chips) const {
  const auto command = parse();
  if (!command) return command.error();
  qemu::ProbeWishes wishes;
  if (!chips.native.empty()) wishes.devices = controllers::is_controller_type;
  wishes.usb = !chips.usb.empty();
  const auto probe = qemu::probe(*command, wishes);
  if (!probe) return probe.error();
  const auto added = qemu::gpio_arguments(*command, *probe, chips.virtio);
  if (!added) return added.error();
  CompletedCommand completed{argv_, probe->version, argv_.size()};
  completed.argv.insert(completed.argv.end(), added->begin(), added->end());
  const auto usb = qemu::usb_arguments(*command, *probe, chips.usb);
  if (!usb) return usb.error();
  completed.argv.insert(completed.argv.end(), usb->begin(), usb->end());
  if (chips.native.empty()) return completed;
  if (const auto found = check_controllers(*probe, chips.native); !found) return found.error();
  const auto native =
      qemu::native_arguments(*command, probe->version, chips.native.front().directory);
  if (!native) return native.error();
  completed.argv.insert(completed.argv.end(), native->begin(), native->end());
  return completed;
}

Result<int> GuestCommand::run(EventLoop& loop, const CompletedCommand& completed,
                              const std::function<void()>& started, Duration timeout) const {
  // The log's reader may close it; the guest keeps running.
  std::signal(SIGPIPE, SIG_IGN);
  int exit_status = kFailure;
  const auto ended = [&](int status) {
    exit_status = status;
    loop.stop();
  };
  const auto qemu = qemu::Process::start(loop.io(), completed.argv, ended, descriptors_);
  if (!qemu) return qemu.error();
  started();
  bool timed_out = false;
  boost::asio::steady_timer timer(loop.io());
  if (timeout != Duration::max()) {
    timer.expires_after(timeout);
    timer.async_wait([&](const boost::system::error_code& error) {
      if (error) return;
      timed_out = true;
      fmt::print(stderr, "pinbridge: time-out: QEMU has run for {} s and is ended\n",
                 std::chrono::duration<double>(timeout).count());
      (*qemu)->terminate();
    });
  }
  loop.run();
  return timed_out ? kTimedOut : exit_status;
}

void add_guest_exit_statuses(Command& command) {
  command.exit_status(kSuccess, "QEMU ended with status 0")
      .exit_status(kFailure, "QEMU could not be started, or ended with status 1")
      .exit_status(kBadInput, "wrong arguments, an error in the board, or no such QEMU")
      .details(command.details() +
               " The exit status is that of QEMU, or 128 + N if signal N ended QEMU. A guest can "
               "set it through semihosting or isa-debug-exit (docs/how-to/test-firmware.md).");
}

void add_machine_option(CLI::App& command, std::string& machine) {
  command
      .add_option("--machine", machine,
                  "machine of the board that the guest belongs to (default: the only one)")
      ->type_name("NAME");
}

}  // namespace pinbridge::cli
