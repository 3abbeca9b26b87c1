#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/commands.hpp"
#include "api/hub.hpp"
#include "bench/bench.hpp"
#include "cli/bench_log.hpp"
#include "cli/opened_board.hpp"
#include "links/virtio_gpio/virtio_gpio_link.hpp"
#include "loop/event_loop.hpp"
#include "qemu/gpio_arguments.hpp"
#include "server/unix_server.hpp"

namespace pinbridge {

/// A board in service: its bench in real time, a link for each of its chips, a server for clients.
class Workbench {
 public:
  struct Options {
    std::filesystem::path socket;
    std::optional<std::uint32_t> seed;  ///< unset: another each time
  };

  /// `loop` outlives the workbench. The board has no errors.
  static Result<std::unique_ptr<Workbench>> open(EventLoop& loop, OpenedBoard board,
                                                 const Options& options);
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;
  ~Workbench();

  /// The chips that wait for their guests.
  const std::vector<qemu::Chip>& chips() const { return chips_; }
  const std::string& board_name() const { return commands_.board_name(); }
  std::uint32_t seed() const { return seed_; }

 private:
  Workbench(EventLoop& loop, OpenedBoard board, std::uint32_t seed);
  Result<void> start_links();

  EventLoop& loop_;
  std::uint32_t seed_;
  TimerQueue timers_;
  Bench bench_;
  BenchLog log_;
  Commands commands_;
  Hub hub_;
  std::vector<qemu::Chip> chips_;
  std::vector<std::unique_ptr<VirtioGpioLink>> links_;
  std::unique_ptr<UnixServer> server_;
};

/// The chips of a board, with the sockets on which they wait for their guests when it is served on
/// `socket`.
std::vector<qemu::Chip> chips_of(const Assembly& assembly, const std::filesystem::path& socket);

}  // namespace pinbridge
