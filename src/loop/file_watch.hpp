#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "base/result.hpp"

namespace pinbridge {

/// Tells when a file has another content, however its editor saves it: in place, or by putting a
/// new file in its place.
class FileWatch {
 public:
  /// An editor may save in several steps: a file is looked at when it has been quiet this long.
  static constexpr std::chrono::milliseconds kQuiet{50};

  /// `changed` is called on the loop, never from within start() and none after this has died. It
  /// may be called although the content is the same. Fails with a sentence where the system has no
  /// more watches, or the directory is not there. `io` outlives it.
  static Result<FileWatch> start(boost::asio::io_context& io, const std::filesystem::path& file,
                                 std::function<void()> changed);
  FileWatch(FileWatch&&) noexcept;
  FileWatch& operator=(FileWatch&&) noexcept;
  ~FileWatch();

 private:
  struct State;

  explicit FileWatch(std::shared_ptr<State> state);
  static void read_next(const std::shared_ptr<State>& state);
  static void wait_for_quiet(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;  ///< late handlers see by it whether we live
};

}  // namespace pinbridge
