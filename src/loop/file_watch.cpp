#include "loop/file_watch.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/inotify.h>

#include "base/unique_fd.hpp"

namespace pinbridge {

namespace asio = boost::asio;
namespace fs = std::filesystem;

struct FileWatch::State {
  State(asio::io_context& io, int fd) : events(io, fd), timer(io) {}

  asio::posix::stream_descriptor events;
  asio::steady_timer timer;
  std::function<void()> changed;
  std::set<std::string> names;  ///< the file's, and that of what it links to
  alignas(inotify_event) std::array<char, 4096> buffer{};
  bool ended = false;

  /// Whether one of the events in the buffer is about the file.
  bool concerned(std::size_t size) const {
    for (std::size_t at = 0; at < size;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof(event));
      const char* name = buffer.data() + at + sizeof(event);
      // Where events were lost, ours may have been among them.
      if ((event.mask & IN_Q_OVERFLOW) != 0 || (event.len > 0 && names.contains(name))) return true;
      at += sizeof(event) + event.len;
    }
    return false;
  }
};

Result<FileWatch> FileWatch::start(asio::io_context& io, const fs::path& file,
                                   std::function<void()> changed) {
  UniqueFd fd(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  const auto failed = [&] {
    return make_error(ErrorCode::system, "cannot watch {} for changes: {}", file.string(),
                      std::strerror(errno));
  };
  if (!fd) return failed();
  std::set<std::string> names;
  std::error_code ignored;
  // Its directory, for an editor may put another file in its place; where it is a link, both.
  for (const fs::path& path : {fs::absolute(file), fs::weakly_canonical(file, ignored)}) {
    if (path.empty()) continue;
    if (inotify_add_watch(fd.get(), path.parent_path().c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
      return failed();
    }
    names.insert(path.filename().string());
  }
  auto state = std::make_shared<State>(io, fd.release());
  state->changed = std::move(changed);
  state->names = std::move(names);
  read_next(state);
  return FileWatch(std::move(state));
}

FileWatch::FileWatch(std::shared_ptr<State> state) : state_(std::move(state)) {}
FileWatch::FileWatch(FileWatch&&) noexcept = default;
FileWatch& FileWatch::operator=(FileWatch&&) noexcept = default;

FileWatch::~FileWatch() {
  if (!state_) return;
  state_->ended = true;
  boost::system::error_code ignored;
  state_->events.close(ignored);
  state_->timer.cancel();
}

void FileWatch::read_next(const std::shared_ptr<State>& state) {
  state->events.async_read_some(asio::buffer(state->buffer),
                                [state](const boost::system::error_code& error, std::size_t n) {
                                  if (error || state->ended) return;
                                  if (state->concerned(n)) wait_for_quiet(state);
                                  read_next(state);
                                });
}

void FileWatch::wait_for_quiet(const std::shared_ptr<State>& state) {
  state->timer.expires_after(kQuiet);
  state->timer.async_wait([state](const boost::system::error_code& error) {
    if (!error && !state->ended) state->changed();
  });
}

}  // namespace pinbridge
