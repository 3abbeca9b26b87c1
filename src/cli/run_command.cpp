#include <csignal>

#include <spdlog/spdlog.h>

#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/socket_path.hpp"
#include "cli/workbench.hpp"
#include "qemu/open_descriptors.hpp"
#include "qemu/process.hpp"

namespace pinbridge {
namespace {

struct RunOptions : BoardOptions {
  std::vector<std::string> qemu;
  std::vector<int> descriptors = qemu::open_descriptors();  ///< the user's own, for QEMU
};

/// The user's command with what gives its machine the pins.
Result<std::vector<std::string>> complete(const qemu::CommandLine& command,
                                          const std::vector<qemu::Chip>& chips) {
  const auto probe = qemu::probe(command);
  if (!probe) return probe.error();
  const auto added = qemu::gpio_arguments(command, *probe, chips);
  if (!added) return added.error();
  std::vector<std::string> arguments = command.argv;
  arguments.insert(arguments.end(), added->begin(), added->end());
  return arguments;
}

/// Returns QEMU's own exit status, or ours where QEMU was not started.
int run(const RunOptions& options) {
  auto board = open_board_to_run(options.board);
  if (!board) return report(board.error());
  const auto command = qemu::CommandLine::parse(options.qemu);
  if (!command) return report(command.error());
  const auto socket = socket_path(options.socket);
  const auto arguments = complete(*command, chips_of(board->assembly, socket));
  if (!arguments) return report(arguments.error());

  EventLoop loop(options.spin_limits());
  // Whoever reads our log may go; the guest goes on.
  std::signal(SIGPIPE, SIG_IGN);
  const auto bench = Workbench::open(loop, std::move(*board), {socket, options.seed});
  if (!bench) return report(bench.error());
  int exit_status = kFailure;
  const auto ended = [&](int status) {
    exit_status = status;
    loop.stop();
  };
  const auto qemu = qemu::Process::start(loop.io(), *arguments, ended, options.descriptors);
  if (!qemu) return report(qemu.error());
  spdlog::info("board {} is served on {} (seed {})", (*bench)->board_name(), socket.string(),
               (*bench)->seed());
  loop.run();
  return exit_status;
}

}  // namespace

void add_run_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "run", "Run your QEMU with its GPIO lines on a board: run BOARD -- qemu-…");
  auto options = std::make_shared<RunOptions>();
  add_board_options(*command, *options);
  command->add_option("qemu", options->qemu, "your own QEMU command, after --")
      ->type_name("-- QEMU ARGUMENT...");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace pinbridge
