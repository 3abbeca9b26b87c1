#include "cli/workbench.hpp"

#include <chrono>
#include <random>
#include <utility>

#include "cli/socket_path.hpp"
#include "links/chip/line_names.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge {

namespace fs = std::filesystem;

Result<std::unique_ptr<Workbench>> Workbench::open(EventLoop& loop, OpenedBoard board,
                                                   const Options& options) {
  if (auto prepared = prepare_socket_directory(options.socket); !prepared) return prepared.error();
  auto chips = chips_of(board.assembly, options.socket);
  std::unique_ptr<Workbench> bench(
      new Workbench(loop, std::move(board), options.seed.value_or(std::random_device{}())));
  bench->chips_ = std::move(chips);
  // The clients' socket first: it is the one whose name says that another bench is here already.
  auto server = UnixServer::open(loop, bench->hub_, options.socket);
  if (!server) return server.error();
  bench->server_ = std::move(*server);
  if (auto started = bench->start_links(); !started) return started.error();
  return bench;
}

Workbench::Workbench(EventLoop& loop, OpenedBoard board, std::uint32_t seed)
    : loop_(loop),
      seed_(seed),
      bench_(std::move(board.assembly.parts), board.assembly.wires, timers_, seed,
             std::chrono::steady_clock::now()),
      log_(bench_),
      commands_(bench_, std::move(board.name)),
      hub_(commands_) {
  loop_.set_hooks({.begin = [this](Time now) { bench_.begin_turn(now); },
                   .end = [this] { return timers_.next_due(); }});
  // What parts set out to do when they were placed is due even if nobody ever comes.
  loop_.turn([] {});
}

Workbench::~Workbench() {
  server_.reset();
  links_.clear();
  loop_.set_hooks({});
}

Result<void> Workbench::start_links() {
  for (const qemu::Chip& entry : chips_) {
    const PartId part = *bench_.find_part(entry.id);
    auto& chip = dynamic_cast<VirtioChip&>(bench_.part(part));
    chip.set_default_names(suggest_line_names(bench_, part));
    links_.push_back(std::make_unique<VirtioGpioLink>(loop_, chip, entry.socket,
                                                      VirtioGpioLink::Options{.chip = entry.id}));
    if (auto started = links_.back()->start(); !started) return started;
  }
  return {};
}

std::vector<qemu::Chip> chips_of(const Assembly& assembly, const fs::path& socket) {
  std::vector<qemu::Chip> chips;
  for (const PartInstance& instance : assembly.parts) {
    const auto* chip = dynamic_cast<const VirtioChip*>(instance.part.get());
    if (!chip) continue;
    chips.push_back({instance.id, chip_socket_path(socket, instance.id), chip->transport()});
  }
  return chips;
}

}  // namespace pinbridge
