#include "loop/unix_listener.hpp"

#include <cstring>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/closer.hpp"
#include "loop/barrier.hpp"

namespace pinbridge {
namespace {

namespace fs = std::filesystem;
using Protocol = UnixListener::Protocol;

constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

/// Which file is at a path: device and inode; zeros for none.
using FileId = std::pair<dev_t, ino_t>;

FileId socket_at(const fs::path& path) {
  struct stat status{};
  if (lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return {};
  return {status.st_dev, status.st_ino};
}

/// Removes a stale socket: one on which no process listens.
Result<void> remove_stale(boost::asio::io_context& io, const Protocol::endpoint& endpoint) {
  const fs::path path = endpoint.path();
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_socket(status)) {
    return make_error(ErrorCode::busy, "{} exists and is not a socket; remove it, or name another",
                      path.string());
  }
  Protocol::socket probe(io);
  boost::system::error_code refused;
  probe.connect(endpoint, refused);
  if (refused != boost::asio::error::connection_refused) {
    return make_error(ErrorCode::busy,
                      "another program listens on {}; end it, or name another socket",
                      path.string());
  }
  fs::remove(path, error);
  return {};
}

}  // namespace

struct UnixListener::State {
  State(Protocol::acceptor bound, fs::path where, Accepts what)
      : acceptor(std::move(bound)),
        pause(acceptor.get_executor()),
        path(std::move(where)),
        accepts(what) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    // Another may have removed our socket, and listen there now.
    if (socket_at(path) == socket) unlink(path.c_str());
    // With it go the peers that were not accepted yet, and the descriptors that they passed.
    boost::system::error_code error;
    const int listening = acceptor.release(error);
    if (!error) closer().close(listening);
  }

  Protocol::acceptor acceptor;
  boost::asio::steady_timer pause;
  fs::path path;
  Accepts accepts;
  bool paused = false;
  FileId socket = socket_at(path);  ///< the file that bind() made
  Handlers handlers;
};

Result<Protocol::endpoint> unix_endpoint(const fs::path& path) {
  if (path.native().size() > kLongestPath) {
    return make_error(ErrorCode::invalid,
                      "socket path {} is longer than the {} bytes that Linux allows", path.string(),
                      kLongestPath);
  }
  return Protocol::endpoint(path.string());
}

Result<UnixListener> UnixListener::open(boost::asio::io_context& io, const fs::path& path,
                                        Accepts accepts) {
  const auto endpoint = unix_endpoint(path);
  if (!endpoint) return endpoint.error();
  if (const auto cleared = remove_stale(io, *endpoint); !cleared) return cleared.error();

  boost::system::error_code error;
  Protocol::acceptor acceptor(io);
  acceptor.open(Protocol(), error);
  // Before the first peer can connect.
  if (!error && accepts == Accepts::bytes) refuse_descriptors(acceptor.native_handle());
  // The mode is correct from the start: no other user can connect between bind and chmod.
  const mode_t mask = umask(0177);
  if (!error) acceptor.bind(*endpoint, error);
  umask(mask);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) {
    return make_error(ErrorCode::system, "cannot listen on {}: {}", path.string(), error.message());
  }
  return UnixListener(std::make_shared<State>(std::move(acceptor), path, accepts));
}

void UnixListener::accept(Handlers handlers) {
  state_->handlers = std::move(handlers);
  accept_next(state_);
}

const fs::path& UnixListener::path() const {
  return state_->path;
}

void UnixListener::accept_next(const std::shared_ptr<State>& state) {
  if (state->accepts == Accepts::descriptors && closer().is_full()) {
    return try_again_later(state, "too many descriptors of peers wait to be closed");
  }
  state->acceptor.async_accept([weak = std::weak_ptr(state)](const boost::system::error_code& error,
                                                             Protocol::socket accepted) {
    UnixSocket peer(std::move(accepted));
    const auto living = weak.lock();
    if (!living || error == boost::asio::error::operation_aborted) return;
    if (error) return try_again_later(living, error.message());
    living->paused = false;
    guarded("connection of a peer", [&] { living->handlers.on_peer(std::move(peer)); });
    accept_next(living);
  });
}

void UnixListener::try_again_later(const std::shared_ptr<State>& state, const std::string& why) {
  if (!std::exchange(state->paused, true)) state->handlers.on_pause(why);
  state->pause.expires_after(kPause);
  state->pause.async_wait(
      [weak = std::weak_ptr(state)](const boost::system::error_code& cancelled) {
        if (const auto living = weak.lock(); living && !cancelled) accept_next(living);
      });
}

}  // namespace pinbridge
