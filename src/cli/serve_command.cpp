#include <csignal>

#include <boost/asio/signal_set.hpp>
#include <spdlog/spdlog.h>

#include "app/machine_chips.hpp"
#include "app/socket_path.hpp"
#include "app/workbench.hpp"
#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/sandbox.hpp"
#include "loop/end_signals.hpp"

namespace pinbridge::cli {
namespace {

Result<int> serve(const BoardOptions& options) {
  const auto page = options.page();
  if (!page) return page.error();
  auto broker = options.broker.read();
  if (!broker) return broker.error();
  auto board = open_board_to_run(options.board, options.chips);
  if (!board) return board.error();
  const auto socket = app::socket_path(options.socket);
  const auto chips = app::chips_of(board->assembly, socket);
  const auto files = files_of_bench(*board, socket, chips, *broker);
  EventLoop loop(options.spin_limits());
  // Declared before the bench, so that it outlives it: a second signal must not end us while it is
  // taken down.
  boost::asio::signal_set signals(loop.io());
  add_end_signals(signals);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) loop.stop();
  });
  // The log's reader may close it; the bench keeps running.
  std::signal(SIGPIPE, SIG_IGN);
  const auto bench = app::Workbench::open(
      loop, std::move(*board),
      {.socket = socket, .seed = options.seed, .page = *page, .broker = std::move(*broker)});
  if (!bench) return bench.error();
  for (const qemu::Chip& chip : chips.virtio) {
    spdlog::info("{}: waits for its guest {} on {}", chip.id, chip.machine, chip.socket.string());
  }
  for (const qemu::UsbChip& chip : chips.usb) {
    spdlog::info("{}: waits for its guest {} on {}", chip.id, chip.machine, chip.socket.string());
  }
  for (const app::NativeChipPlace& chip : chips.native) {
    spdlog::info("{}: waits for its machine {} in {}", chip.id, chip.machine,
                 chip.directory.string());
  }
  confine_unless(options.no_sandbox, files);
  loop.run();
  (*bench)->shut_down(app::Workbench::kPromptDrainTimeout);
  return kSuccess;
}

}  // namespace

void add_serve_command(Program& program) {
  auto& command = program.add(group::kBoards, "serve", "Serve a board without starting a guest");
  auto options = std::make_shared<BoardOptions>();
  add_board_options(command, *options);
  command.details("Start one or more guests with attach. Press Ctrl-C to stop.")
      .example("pinbridge serve examples/panel", "serve a board with its page")
      .example("pinbridge serve --http off --seed 1 diagram.json",
               "serve without a page, with repeatable bounce and floating inputs")
      .example("pinbridge serve --mqtt mqtts://me@broker.example/lab --mqtt-control examples/panel",
               "publish the bench on a broker, and take commands from there")
      .does([options] { return serve(*options); });
}

}  // namespace pinbridge::cli
