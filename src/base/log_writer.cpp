#include "base/log_writer.hpp"

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "base/background_thread.hpp"

namespace pinbridge {
namespace {

/// Waits as long as necessary. False if the descriptor no longer accepts anything.
bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      // A process that shares the descriptor may have made it non-blocking.
      pollfd room{fd, POLLOUT, 0};
      ::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

std::string notice(std::uint64_t dropped) {
  return fmt::format(
      "pinbridge: warning: {} log lines were dropped: nothing read the log, or it could not be "
      "written\n",
      dropped);
}

}  // namespace

struct LogWriter::State {
  State(int to, std::size_t most) : fd(to), most_bytes(most) {}

  void run();
  void run_actions(std::unique_lock<std::mutex>& lock);
  void write_one(std::unique_lock<std::mutex>& lock);

  const int fd;
  const std::size_t most_bytes;
  std::mutex mutex;
  std::condition_variable changed;  ///< all that follows is guarded by `mutex`
  std::deque<std::string> queue;
  std::deque<std::function<void()>> actions;
  std::size_t bytes = 0;
  std::uint64_t dropped = 0;    ///< ever
  std::uint64_t announced = 0;  ///< of those, how many a notice has reported
  bool writing = false;
  bool ended = false;
  bool finished = false;  ///< the thread is
};

void LogWriter::State::run() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [this] { return !queue.empty() || !actions.empty() || ended; });
    run_actions(lock);
    if (queue.empty() && ended) break;
    if (queue.empty()) continue;
    writing = true;
    write_one(lock);
    writing = false;
    changed.notify_all();
  }
  finished = true;
  changed.notify_all();
}

void LogWriter::State::run_actions(std::unique_lock<std::mutex>& lock) {
  while (!actions.empty()) {
    const auto action = std::move(actions.front());
    actions.pop_front();
    lock.unlock();
    action();
    lock.lock();
  }
}

void LogWriter::State::write_one(std::unique_lock<std::mutex>& lock) {
  std::string text = std::move(queue.front());
  queue.pop_front();
  lock.unlock();
  const bool written = write_all(fd, text);
  lock.lock();
  bytes -= text.size();
  if (!written) {
    ++dropped;
    return;
  }
  // In place of the dropped text, after everything that was queued before it.
  if (!queue.empty() || dropped == announced) return;
  const std::uint64_t now = dropped;
  const std::string line = notice(now - announced);
  lock.unlock();
  const bool told = write_all(fd, line);
  lock.lock();
  if (told) announced = now;
}

LogWriter::LogWriter(int fd, std::size_t most_bytes)
    : state_(std::make_shared<State>(fd, most_bytes)) {
  background_thread([state = state_] { state->run(); }).detach();
}

LogWriter::~LogWriter() {
  std::unique_lock lock(state_->mutex);
  state_->ended = true;
  state_->changed.notify_all();
  state_->changed.wait_for(lock, kLastWait, [this] { return state_->finished; });
}

void LogWriter::write(std::string text) {
  const std::lock_guard lock(state_->mutex);
  // After a drop, only what follows the notice is queued again.
  const bool gap = state_->dropped != state_->announced && !state_->queue.empty();
  if (gap || state_->bytes + text.size() > state_->most_bytes) {
    ++state_->dropped;
    return;
  }
  state_->bytes += text.size();
  state_->queue.push_back(std::move(text));
  state_->changed.notify_all();
}

void LogWriter::run(std::function<void()> action) {
  const std::lock_guard lock(state_->mutex);
  state_->actions.push_back(std::move(action));
  state_->changed.notify_all();
}

bool LogWriter::drain(std::chrono::milliseconds most) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, most,
                                  [this] { return state_->queue.empty() && !state_->writing; });
}

std::uint64_t LogWriter::dropped() const {
  const std::lock_guard lock(state_->mutex);
  return state_->dropped;
}

}  // namespace pinbridge
