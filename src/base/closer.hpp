#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace pinbridge {

/// Closes what a peer has shared on a separate thread, because a close can block for as long as the
/// peer likes: a file of FUSE asks its server first, and a socket may linger or contain such
/// descriptors. Closes in order, one at a time. A close that can be interrupted, as of a socket
/// that lingers, is interrupted after kLongestWait.
///
/// The thread starts with the first close, and nothing ever waits for it: a close that is still
/// running when the process exits is abandoned.
class Closer {
 public:
  /// A peer that can make further closes wait is refused from this number of waiting closes on.
  static constexpr std::size_t kMostWaiting = 64;

  static constexpr std::chrono::milliseconds kLongestWait{20};

  Closer();
  Closer(const Closer&) = delete;
  Closer& operator=(const Closer&) = delete;
  ~Closer();

  /// Takes over the descriptor.
  void close(int fd);
  /// Takes over a mapping of memory.
  void unmap(void* begin, std::size_t length);
  /// Runs `action` on the thread, if it has started. It must not throw.
  void run(std::function<void()> action);

  /// How many of these are not complete.
  std::size_t waiting() const;
  bool is_full() const { return waiting() >= kMostWaiting; }

 private:
  struct State;

  void post(std::function<void()> work);

  std::shared_ptr<State> state_;  ///< the thread's too
};

/// The closer for descriptors and sockets of peers.
Closer& closer();

/// The closer for what only the kernel serves: memory and eventfds. Their close takes time, up to
/// seconds for the memory of a large guest, but waits for nothing. So what blocks closer() does not
/// keep a guest's memory.
Closer& memory_closer();

/// Runs `action` on the thread of each closer, if it has started.
void run_on_closers(const std::function<void()>& action);

}  // namespace pinbridge
