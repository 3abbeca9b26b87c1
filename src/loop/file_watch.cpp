#include "loop/file_watch.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "loop/barrier.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

/// In the file's own directory: the file is another one from now on, or none. No IN_CLOSE_WRITE
/// follows link() and symlink(), which create a complete file.
constexpr std::uint32_t kReplaced = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
constexpr std::uint32_t kFileEvents = IN_CLOSE_WRITE | kReplaced;

/// In a directory above: one on the way appears, or leaves.
constexpr std::uint32_t kWayEvents = kReplaced | IN_ONLYDIR;

/// As the kernel follows them.
constexpr int kMostLinks = 40;

/// The file, and if it is a link, everything that it leads to: each link may be replaced, and the
/// last file be written.
std::vector<fs::path> chain_of(const fs::path& file) {
  std::error_code error;
  std::vector<fs::path> chain{fs::absolute(file, error)};
  for (int links = 0; links < kMostLinks; ++links) {
    const fs::path target = fs::read_symlink(chain.back(), error);
    if (error) break;
    chain.push_back(chain.back().parent_path() / target);  // just the target if that is absolute
  }
  // Where a directory on the way is a link.
  fs::path real = fs::weakly_canonical(file, error);
  if (!real.empty()) chain.push_back(std::move(real));
  return chain;
}

}  // namespace

struct FileWatch::State {
  State(asio::io_context& io, int fd, fs::path path)
      : events(io, fd), quiet(io), file(std::move(path)) {}

  enum class Effect { none, written, moved };

  bool arm();
  bool take_events();
  Effect effect_of(const inotify_event& event, const char* name);

  asio::posix::stream_descriptor events;
  asio::steady_timer quiet;
  fs::path file;
  std::function<void()> changed;  ///< empty after the end
  Dialogue following;

  /// The names that matter in each watched directory, by its watch: those of the file, and of
  /// directories on the way to it.
  struct Watched {
    std::set<std::string> files;
    std::set<std::string> way;
  };
  std::map<int, Watched> watched;
};

/// Watches the directories as they are now; false if the file's own cannot be watched. Those above
/// that may not be read are left out.
bool FileWatch::State::arm() {
  for (const auto& [watch, names] : watched) {
    inotify_rm_watch(events.native_handle(), watch);
  }
  watched.clear();
  bool whole = true;
  for (const fs::path& path : chain_of(file)) {
    const auto watch = [&](const fs::path& directory, std::uint32_t mask) {
      return inotify_add_watch(events.native_handle(), directory.c_str(), mask | IN_MASK_ADD);
    };
    for (fs::path at = path.parent_path(); at.has_relative_path(); at = at.parent_path()) {
      if (const int above = watch(at.parent_path(), kWayEvents); above >= 0) {
        watched[above].way.insert(at.filename().string());
      }
    }
    const int own = watch(path.parent_path(), kFileEvents);
    if (own >= 0) watched[own].files.insert(path.filename().string());
    whole = whole && own >= 0;
  }
  return whole;
}

/// Takes the events that wait, without blocking; true if one is about the file. After one that puts
/// something else in the place of the file or of a directory on the way, the directories are
/// watched as they are then.
bool FileWatch::State::take_events() {
  alignas(inotify_event) std::array<char, 4096> buffer{};
  bool written = false;
  bool moved = false;
  while (true) {
    const ssize_t size = ::read(events.native_handle(), buffer.data(), buffer.size());
    if (size <= 0) break;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
      const Effect effect = effect_of(event, name);
      written |= effect == Effect::written;
      moved |= effect == Effect::moved;
      at += sizeof event + event.len;
    }
  }
  if (moved) arm();
  return written || moved;
}

FileWatch::State::Effect FileWatch::State::effect_of(const inotify_event& event, const char* name) {
  // If events were lost, one about the file may have been among them.
  if ((event.mask & IN_Q_OVERFLOW) != 0) return Effect::moved;
  const auto found = watched.find(event.wd);
  if (found == watched.end()) return Effect::none;
  const auto& [files, way] = found->second;
  if ((event.mask & kReplaced) != 0 && (files.contains(name) || way.contains(name))) {
    return Effect::moved;
  }
  const bool written = (event.mask & IN_CLOSE_WRITE) != 0 && files.contains(name);
  return written ? Effect::written : Effect::none;
}

Result<FileWatch> FileWatch::start(asio::io_context& io, const fs::path& file,
                                   std::function<void()> changed) {
  UniqueFd fd(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  const auto failed = [&] {
    return make_error(ErrorCode::system, "cannot watch {} for changes: {}", file.string(),
                      std::strerror(errno));
  };
  if (!fd) return failed();
  auto state = std::make_shared<State>(io, fd.release(), file);
  if (!state->arm()) return failed();
  state->changed = std::move(changed);
  state->following = Dialogue(io.get_executor(), "watch of a file", follow(state));
  return FileWatch(std::move(state));
}

asio::awaitable<void> FileWatch::follow(std::shared_ptr<State> state) {
  while (true) {
    co_await state->events.async_wait(asio::posix::stream_descriptor::wait_read,
                                      asio::use_awaitable);
    if (!state->take_events()) continue;
    do {
      state->quiet.expires_after(kQuiet);
      co_await state->quiet.async_wait(asio::use_awaitable);
    } while (state->take_events());
    // A copy: it may end us, and with us itself.
    const auto changed = state->changed;
    if (!changed) co_return;
    guarded("change of a file", changed);
  }
}

FileWatch::FileWatch(std::shared_ptr<State> state) : state_(std::move(state)) {}
FileWatch::FileWatch(FileWatch&&) noexcept = default;
FileWatch& FileWatch::operator=(FileWatch&&) noexcept = default;

FileWatch::~FileWatch() {
  if (!state_) return;
  state_->changed = nullptr;
  state_->following = {};
}

}  // namespace pinbridge
