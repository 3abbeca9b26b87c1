#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pinbridge {

/// Writes text to a descriptor on a separate thread, so that the caller never waits for a reader,
/// such as a terminal stopped with Ctrl-S or an unread pipe.
///
/// Texts are written in order. What does not fit into the queue, or cannot be written (closed pipe,
/// full disk), is dropped and counted; a line with the count takes its place as soon as something
/// can be written again.
class LogWriter {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;

  /// Maximum duration of the shutdown.
  static constexpr std::chrono::milliseconds kLastWait{500};

  /// `fd` is not owned, and stays open. The queue holds up to `most_bytes` of text.
  explicit LogWriter(int fd, std::size_t most_bytes = kMostBytes);
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;
  /// Drains the queue for up to kLastWait. A thread that is still blocked then is abandoned.
  ~LogWriter();

  /// Queues the text, which ends with a newline. May be called by any thread.
  void write(std::string text);

  /// Runs `action` on the thread soon, before any text that is queued later. It must not throw.
  void run(std::function<void()> action);

  /// Waits until all that was queued is written or dropped; false if that takes longer.
  bool drain(std::chrono::milliseconds most);

  /// Total number of dropped texts.
  std::uint64_t dropped() const;

 private:
  struct State;

  std::shared_ptr<State> state_;  ///< the thread's too
};

}  // namespace pinbridge
