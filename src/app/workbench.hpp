#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/commands.hpp"
#include "api/hub.hpp"
#include "app/bench_log.hpp"
#include "app/board_loader.hpp"
#include "app/broker_link.hpp"
#include "app/broker_options.hpp"
#include "app/link_set.hpp"
#include "app/opened_board.hpp"
#include "app/page_options.hpp"
#include "bench/bench.hpp"
#include "bench/time_keeper.hpp"
#include "loop/event_loop.hpp"
#include "loop/file_watch.hpp"
#include "server/unix_server.hpp"
#include "server/web_server.hpp"

namespace pinbridge::app {

/// A served board: its bench in real time, a link for each of its chips, servers for clients and
/// pages. It follows its file: a board that changes takes effect without dropping a guest or a
/// client.
class Workbench {
 public:
  struct Options {
    std::filesystem::path socket;
    std::optional<std::uint32_t> seed;  ///< unset: another each time
    PageOptions page;
    std::string qemu;  ///< of the only guest, where that is known: "QEMU 10.0"; else what clients
                       ///< announce
    std::optional<BrokerOptions> broker;
  };

  /// `loop` outlives the workbench. The board has no errors.
  static Result<std::unique_ptr<Workbench>> open(EventLoop& loop, OpenedBoard board,
                                                 const Options& options);
  /// The commands of clients, for code in this process.
  api::Commands& commands() { return commands_; }

  /// How long clients may take to read their last messages.
  static constexpr std::chrono::milliseconds kDrainTimeout{5000};
  /// The same where a signal ends the bench, which is to end within a second.
  static constexpr std::chrono::milliseconds kPromptDrainTimeout{700};

  /// Reads the last output of guests, releases their lines, and drains the clients' queues, for up
  /// to `most` or until SIGINT, SIGTERM or SIGHUP. Nothing is served after it. Runs the loop.
  void shut_down(Duration most = kDrainTimeout);

  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;
  ~Workbench();

 private:
  Workbench(EventLoop& loop, OpenedBoard board, const Options& options);
  LinkContext link_context(const Options& options);
  void release_guests();
  bool drain_clients(const bool& hurried, Duration most);
  void run_for(Duration most);
  Result<void> serve_page(const PageOptions& page);
  Result<void> join_broker(const BrokerOptions& options);
  void warn_of_unlinked_nets() const;
  void watch_file();
  void loaded(Result<LoadedBoard> next);
  void not_loaded(const Error& error);
  Result<void> replace_board(LoadedBoard& next);

  EventLoop& loop_;
  std::filesystem::path file_;
  std::string text_;        ///< of the file, as it is in service
  bool file_gone_ = false;  ///< and reported as that
  std::vector<board::GuestChoice> choices_;
  std::string qemu_;
  TimerQueue timers_;
  Bench bench_;
  TimeKeeper time_keeper_;
  api::Commands commands_;
  std::vector<std::unique_ptr<LinkSet>> links_;
  BenchLog log_;
  api::Hub hub_;
  std::unique_ptr<server::UnixServer> server_;
  std::unique_ptr<server::WebServer> web_server_;  ///< null if there is no page
  std::unique_ptr<BrokerLink> broker_;             ///< null if there is no broker
  std::optional<BoardLoader> loader_;
  std::optional<FileWatch> watch_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::app
