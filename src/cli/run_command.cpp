#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "cli/machine_chips.hpp"
#include "cli/socket_path.hpp"
#include "cli/workbench.hpp"

namespace pinbridge {
namespace {

struct RunOptions : BoardOptions {
  GuestCommand guest;
};

/// Returns QEMU's own exit status, or ours where QEMU was not started.
int run(const RunOptions& options) {
  const auto page = options.page();
  if (!page) return report(page.error());
  auto board = open_board_to_run(options.board);
  if (!board) return report(board.error());
  const auto socket = socket_path(options.socket);
  const auto chips = chips_of_machine(chips_of(board->assembly, socket), "");
  if (!chips) return report(chips.error());
  const auto command = options.guest.complete(*chips);
  if (!command) return report(command.error());

  EventLoop loop(options.spin_limits());
  const auto bench = Workbench::open(
      loop, std::move(*board), {socket, options.seed, *page, "QEMU " + command->version.text()});
  if (!bench) return report(bench.error());
  const int status = options.guest.run(loop, *command);
  (*bench)->wind_up();
  return status;
}

}  // namespace

void add_run_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "run", "Run your QEMU with its GPIO lines on a board: run BOARD -- qemu-…");
  auto options = std::make_shared<RunOptions>();
  add_board_options(*command, *options);
  options->guest.add_to(*command);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace pinbridge
