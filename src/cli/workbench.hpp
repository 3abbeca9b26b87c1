#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "api/commands.hpp"
#include "api/hub.hpp"
#include "bench/bench.hpp"
#include "cli/bench_log.hpp"
#include "cli/chip_links.hpp"
#include "cli/machine_links.hpp"
#include "cli/opened_board.hpp"
#include "cli/page_options.hpp"
#include "loop/event_loop.hpp"
#include "loop/file_watch.hpp"
#include "server/unix_server.hpp"
#include "server/web_server.hpp"

namespace pinbridge {

/// A board in service: its bench in real time, a link for each of its chips, servers for clients
/// and pages. It follows its file: a board that changes takes effect without dropping a guest or a
/// client.
class Workbench {
 public:
  struct Options {
    std::filesystem::path socket;
    std::optional<std::uint32_t> seed;  ///< unset: another each time
    PageOptions page;
    std::string qemu;  ///< of the only guest, where that is known: "QEMU 10.0"; else what clients
                       ///< announce
  };

  /// `loop` outlives the workbench. The board has no errors.
  static Result<std::unique_ptr<Workbench>> open(EventLoop& loop, OpenedBoard board,
                                                 const Options& options);
  /// How long clients may take, when all is over, to read what waits for them.
  static constexpr std::chrono::seconds kPatience{5};

  /// Takes what guests did last, lets go of their lines, and gives clients what waits for them: not
  /// longer than kPatience, or until SIGINT or SIGTERM. Nothing is served after it. Runs the loop.
  void wind_up();

  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;
  ~Workbench();

 private:
  Workbench(EventLoop& loop, OpenedBoard board, const Options& options);
  void run_for(Duration most);
  void begin_turn(Time now);
  Result<void> serve_page(const PageOptions& page);
  void watch_file();
  void read_again();
  Result<void> become(OpenedBoard next);

  EventLoop& loop_;
  std::filesystem::path file_;
  std::string text_;  ///< of the file, as it is in service
  std::string qemu_;
  TimerQueue timers_;
  Bench bench_;
  Commands commands_;
  ChipLinks links_;
  MachineLinks machine_links_;
  BenchLog log_;
  Hub hub_;
  std::unique_ptr<UnixServer> server_;
  std::unique_ptr<WebServer> web_server_;  ///< null if there is no page
  std::optional<FileWatch> watch_;
  bool fell_behind_ = false;  ///< at any time, which is told once
};

}  // namespace pinbridge
