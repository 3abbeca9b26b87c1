#include <cstddef>
#include <cstdio>

#include "app/machine_chips.hpp"
#include "app/socket_path.hpp"
#include "cli/board_options.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "qemu/arguments/native_arguments.hpp"

namespace pinbridge::cli {
namespace {

struct QemuArgsOptions {
  std::string board;
  std::string socket;
  std::string machine;
  std::string memory = "256M";
  std::string transport = "pci";
  std::vector<std::string> chips;
  GuestCommand guest;
};

/// For a QEMU that is not known, with all that PCI can carry.
std::vector<std::string> arguments_for_any(const app::MachineChips& chips,
                                           const QemuArgsOptions& options) {
  std::vector<std::string> arguments;
  if (!chips.virtio.empty()) {
    const auto transport = options.transport == "pci" ? Transport::pci : Transport::mmio;
    arguments = qemu::arguments_for_reading(chips.virtio, options.memory, transport);
  }
  const auto usb = qemu::usb_arguments_for_reading(chips.usb);
  arguments.insert(arguments.end(), usb.begin(), usb.end());
  if (!chips.native.empty()) {
    const auto native = qemu::native_arguments_for_reading(chips.native.front().directory);
    arguments.insert(arguments.end(), native.begin(), native.end());
  }
  return arguments;
}

/// What the user's own command lacks.
Result<std::vector<std::string>> arguments_for(const app::MachineChips& chips,
                                               const GuestCommand& guest) {
  const auto completed = guest.complete(chips);
  if (!completed) return completed.error();
  const auto first = completed->argv.begin() + static_cast<std::ptrdiff_t>(completed->given);
  return std::vector(first, completed->argv.end());
}

Result<int> print_arguments(const QemuArgsOptions& options) {
  if (qemu::parse_size(options.memory, 1 << 20).value_or(0) == 0) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is not a memory size; write it as for QEMU's -m, such as 256M or 1G",
                      options.memory);
  }
  const auto board = open_board_to_run(options.board, options.chips);
  if (!board) return board.error();
  const auto chips = app::chips_of_machine(
      app::chips_of(board->assembly, app::socket_path(options.socket)), options.machine);
  if (!chips) return chips.error();
  const auto arguments = options.guest.is_given() ? arguments_for(*chips, options.guest)
                                                  : arguments_for_any(*chips, options);
  if (!arguments) return arguments.error();
  std::puts(qemu::shell_quote(*arguments).c_str());
  return kSuccess;
}

}  // namespace

void add_qemu_args_command(Program& program) {
  auto& command =
      program.add(group::kBoards, "qemu-args",
                  "Print arguments that connect your own QEMU command to a served board");
  auto options = std::make_shared<QemuArgsOptions>();
  add_board_argument(command, options->board);
  add_socket_option(command, options->socket);
  add_machine_option(command, options->machine);
  add_chip_option(command, options->chips);
  options->guest.add_to(command);
  const auto* memory = command
                           .add_option("-m,--memory", options->memory,
                                       "size of the guest's memory, as for QEMU's -m")
                           ->type_name("SIZE")
                           ->capture_default_str();
  const auto* transport =
      command
          .add_option("--transport", options->transport,
                      "virtio bus of chips without the attribute transport: pci or mmio")
          ->check(one_of({"pci", "mmio"}))
          ->type_name("BUS")
          ->capture_default_str();
  command
      .example("pinbridge qemu-args examples/panel -- qemu-system-aarch64 -M virt -m 512M",
               "print what this QEMU command lacks")
      .example("pinbridge qemu-args examples/panel", "print the arguments for a machine with PCI")
      .example(
          "eval qemu-system-arm -M vexpress-a9 -m 512M \"$(pinbridge qemu-args -m 512M "
          "--transport mmio diagram.json)\"",
          "start QEMU with them")
      .details(
          "With a QEMU command after --, QEMU is asked what its version and machine require, and "
          "the "
          "arguments are those that run would add. Otherwise they are for a machine with PCI.")
      .does([options, memory, transport]() -> Result<int> {
        if (options->guest.is_given() && memory->count() + transport->count() > 0) {
          return make_error(
              ErrorCode::invalid,
              "--memory and --transport are for arguments without a QEMU command; the "
              "command after -- has its own");
        }
        return print_arguments(*options);
      });
}

}  // namespace pinbridge::cli
