#include <cstdio>

#include "cli/board_options.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "cli/machine_chips.hpp"
#include "cli/socket_path.hpp"
#include "qemu/native_arguments.hpp"

namespace pinbridge {
namespace {

struct QemuArgsOptions {
  std::string board;
  std::string socket;
  std::string machine;
  std::string memory = "256M";
  std::string transport = "pci";
};

ExitStatus print_arguments(const QemuArgsOptions& options) {
  if (qemu::parse_size(options.memory, 1 << 20).value_or(0) == 0) {
    return report(make_error(ErrorCode::invalid,
                             "\"{}\" is no memory size; a size is as QEMU's -m takes it, such as "
                             "256M or 1G",
                             options.memory));
  }
  const auto board = open_board_to_run(options.board);
  if (!board) return report(board.error());
  const auto chips =
      chips_of_machine(chips_of(board->assembly, socket_path(options.socket)), options.machine);
  if (!chips) return report(chips.error());
  std::vector<std::string> arguments;
  if (!chips->virtio.empty()) {
    const auto transport = options.transport == "pci" ? Transport::pci : Transport::mmio;
    arguments = qemu::arguments_for_reading(chips->virtio, options.memory, transport);
  }
  if (!chips->native.empty()) {
    const auto native = qemu::native_arguments_for_reading(chips->native.front().directory);
    arguments.insert(arguments.end(), native.begin(), native.end());
  }
  std::puts(qemu::shell_quote(arguments).c_str());
  return kSuccess;
}

}  // namespace

void add_qemu_args_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "qemu-args", "Print what a QEMU of your own needs to get the pins of a board that is served");
  auto options = std::make_shared<QemuArgsOptions>();
  command->add_option("board", options->board, "a diagram.json, or its directory")
      ->type_name("BOARD")
      ->required();
  add_socket_option(*command, options->socket);
  add_machine_option(*command, options->machine);
  command->add_option("-m,--memory", options->memory, "the guest's memory, the same as QEMU's -m")
      ->type_name("SIZE")
      ->capture_default_str();
  command
      ->add_option("--transport", options->transport,
                   "the bus of chips that name none: pci, or mmio on a machine without PCI")
      ->check(CLI::IsMember({"pci", "mmio"}))
      ->capture_default_str();
  command->callback([options, &status] { status = print_arguments(*options); });
}

}  // namespace pinbridge
