#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "app/opened_board.hpp"
#include "base/result.hpp"
#include "bench/prepared_board.hpp"

namespace pinbridge::app {

/// A board's file that was read to replace the board in service.
struct LoadedBoard {
  OpenedBoard opened;                     ///< its parts are in `prepared`, if that is set
  std::string problem_lines;              ///< see problem_lines()
  std::optional<PreparedBoard> prepared;  ///< unset if it has errors
};

/// Reads, checks and prepares a board's file on a separate thread, because a file system may block
/// (FUSE, NFS) and a large board takes time. Only one read runs at a time.
class BoardLoader {
 public:
  using Loaded = std::function<void(Result<LoadedBoard>)>;
  /// The plan of the board in service.
  using Present = std::function<std::shared_ptr<const BoardPlan>()>;

  /// `loaded` is called on the loop, never from within load() and not after this is destroyed. `io`
  /// outlives this. `choices` are for open_board(). `present` is called on the loop for each read.
  BoardLoader(boost::asio::io_context& io, std::vector<board::GuestChoice> choices, Present present,
              Loaded loaded);
  BoardLoader(const BoardLoader&) = delete;
  BoardLoader& operator=(const BoardLoader&) = delete;
  /// A running read is abandoned.
  ~BoardLoader();

  /// Reads the current file. If a read is already running, the file is read once more afterwards.
  void load(const std::filesystem::path& file);

 private:
  struct Mailbox;

  void start();
  void finish(Result<LoadedBoard> board);

  boost::asio::io_context& io_;
  std::vector<board::GuestChoice> choices_;
  Present present_;
  Loaded loaded_;
  std::filesystem::path file_;
  bool busy_ = false;
  bool again_ = false;
  std::shared_ptr<Mailbox> mailbox_;  ///< the thread's too
};

}  // namespace pinbridge::app
