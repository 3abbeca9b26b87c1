#include "app/machine_chips.hpp"
#include "app/socket_path.hpp"
#include "app/workbench.hpp"
#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "cli/number_option.hpp"
#include "cli/ready_report.hpp"
#include "cli/sandbox.hpp"

namespace pinbridge::cli {
namespace {

struct RunOptions : BoardOptions {
  GuestCommand guest;
  Duration timeout = Duration::max();
  std::optional<int> ready_fd;
};

/// Returns QEMU's own exit status.
Result<int> run(const RunOptions& options) {
  const auto page = options.page();
  if (!page) return page.error();
  auto broker = options.broker.read();
  if (!broker) return broker.error();
  auto ready = ReadyReport::to(options.ready_fd);
  if (!ready) return ready.error();
  auto board = open_board_with_guest(options.board, options.chips);
  if (!board) return board.error();
  const auto socket = app::socket_path(options.socket);
  const auto chips = app::chips_of_only_machine(app::chips_of(board->assembly, socket));
  if (!chips) return chips.error();
  const auto command = options.guest.complete(*chips);
  if (!command) return command.error();

  const auto files = files_of_bench(*board, socket, *chips, *broker);
  EventLoop loop(options.spin_limits());
  const auto bench = app::Workbench::open(
      loop, std::move(*board),
      {socket, options.seed, *page, "QEMU " + command->version.text(), std::move(*broker)});
  if (!bench) return bench.error();
  (*ready)->watch((*bench)->commands().bench());
  const auto status = options.guest.run(
      loop, *command, [&] { confine_unless(options.no_sandbox, files); }, options.timeout);
  (*ready)->stop();
  (*bench)->shut_down();
  return status;
}

}  // namespace

void add_run_command(Program& program) {
  auto& command = program.add(group::kBoards, "run", "Run your QEMU command on a board");
  auto options = std::make_shared<RunOptions>();
  add_board_options(command, *options);
  add_duration_option(command, "--timeout", options->timeout,
                      "end the guest after this time, with status 124 (default: never)");
  add_number_option<int>(command, "--ready-fd", options->ready_fd,
                         "write a line to this file descriptor and close it once the guest's "
                         "driver has bound the chips",
                         0);
  options->guest.add_to(command);
  command.details("QEMU keeps the terminal and gets additional arguments that connect its pins.")
      .exit_status(kTimedOut, "the time of --timeout is over")
      .example(
          "pinbridge run examples/panel -- qemu-system-aarch64 -M virt -cpu cortex-a53 "
          "-nographic -kernel Image",
          "run a guest on a board with its page")
      .example(
          "pinbridge run --timeout 1m diagram.json -- env LANG=C qemu-system-arm -M virt "
          "-nographic -kernel test.elf -semihosting",
          "run a test program for up to a minute, and exit with its status")
      .does([options] { return run(*options); });
  add_guest_exit_statuses(command);
}

}  // namespace pinbridge::cli
