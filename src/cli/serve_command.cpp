#include <csignal>

#include <boost/asio/signal_set.hpp>
#include <spdlog/spdlog.h>

#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/machine_chips.hpp"
#include "cli/socket_path.hpp"
#include "cli/workbench.hpp"

namespace pinbridge {
namespace {

ExitStatus serve(const BoardOptions& options) {
  const auto page = options.page();
  if (!page) return report(page.error());
  auto board = open_board_to_run(options.board);
  if (!board) return report(board.error());
  const auto socket = socket_path(options.socket);
  const auto chips = chips_of(board->assembly, socket);
  EventLoop loop(options.spin_limits());
  // Before the bench, and so longer than it: a second signal must not end us while it is taken
  // down.
  boost::asio::signal_set signals(loop.io(), SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) loop.stop();
  });
  // Whoever reads our log may go; the bench goes on.
  std::signal(SIGPIPE, SIG_IGN);
  const auto bench = Workbench::open(loop, std::move(*board), {socket, options.seed, *page});
  if (!bench) return report(bench.error());
  for (const qemu::Chip& chip : chips.virtio) {
    spdlog::info("{}: waits for its guest {} on {}", chip.id, chip.machine, chip.socket.string());
  }
  for (const NativeChipPlace& chip : chips.native) {
    spdlog::info("{}: waits for its machine {} in {}", chip.id, chip.machine,
                 chip.directory.string());
  }
  loop.run();
  (*bench)->wind_up();
  return kSuccess;
}

}  // namespace

void add_serve_command(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("serve", "Serve a board of one guest or several; start each with attach");
  auto options = std::make_shared<BoardOptions>();
  add_board_options(*command, *options);
  command->callback([options, &status] { status = serve(*options); });
}

}  // namespace pinbridge
