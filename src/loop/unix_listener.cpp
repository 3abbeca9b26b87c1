#include "loop/unix_listener.hpp"

#include <cstring>
#include <utility>

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;
using Protocol = UnixListener::Protocol;

constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

/// Clears the way: removes a socket on which nobody listens any more.
Result<void> remove_stale(boost::asio::io_context& io, const Protocol::endpoint& endpoint) {
  const fs::path path = endpoint.path();
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_socket(status)) {
    return make_error(ErrorCode::busy, "{} is there and is no socket; remove it or name another",
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

Result<Protocol::endpoint> unix_endpoint(const fs::path& path) {
  if (path.native().size() > kLongestPath) {
    return make_error(ErrorCode::invalid,
                      "socket path {} is longer than the {} bytes that Linux takes", path.string(),
                      kLongestPath);
  }
  return Protocol::endpoint(path.string());
}

Result<UnixListener> UnixListener::open(boost::asio::io_context& io, const fs::path& path) {
  const auto endpoint = unix_endpoint(path);
  if (!endpoint) return endpoint.error();
  if (const auto cleared = remove_stale(io, *endpoint); !cleared) return cleared.error();

  boost::system::error_code error;
  Protocol::acceptor acceptor(io);
  acceptor.open(Protocol(), error);
  // The mode is right from the first moment on: nobody slips in between bind and chmod.
  const mode_t mask = umask(0177);
  if (!error) acceptor.bind(*endpoint, error);
  umask(mask);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) {
    return make_error(ErrorCode::system, "cannot listen on {}: {}", path.string(), error.message());
  }
  return UnixListener(std::move(acceptor), path);
}

UnixListener::UnixListener(UnixListener&& other) noexcept
    : acceptor_(std::move(other.acceptor_)), path_(std::exchange(other.path_, {})) {}

UnixListener::~UnixListener() {
  if (!path_.empty()) unlink(path_.c_str());
}

}  // namespace pinbridge
