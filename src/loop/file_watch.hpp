#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "base/result.hpp"

namespace pinbridge {

/// Notifies when the content of a file changes, whether its editor writes it in place or puts
/// another file or a link in its place, or another program replaces a directory on the way to it
/// (git worktree, rsync). Also notifies when the file is removed.
class FileWatch {
 public:
  /// An editor may save in several steps: the notification waits for this long without an event.
  static constexpr std::chrono::milliseconds kQuiet{50};

  /// `changed` is called on the loop, never from within start() and not after this is destroyed. It
  /// may be called although the content is the same. Fails with a message if the system has no more
  /// watches, or the directory does not exist. `io` outlives it.
  static Result<FileWatch> start(boost::asio::io_context& io, const std::filesystem::path& file,
                                 std::function<void()> changed);
  FileWatch(FileWatch&&) noexcept;
  FileWatch& operator=(FileWatch&&) noexcept;
  ~FileWatch();

 private:
  struct State;

  explicit FileWatch(std::shared_ptr<State> state);
  static boost::asio::awaitable<void> follow(std::shared_ptr<State> state);

  std::shared_ptr<State> state_;  ///< the coroutine's too
};

}  // namespace pinbridge
