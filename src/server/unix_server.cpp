#include "server/unix_server.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include "api/message.hpp"
#include "server/unix_connection.hpp"

namespace pinbridge::server {

namespace {

/// A descriptor a client, and some for the rest: as far as this process may have them.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = std::min<rlim_t>(limit.rlim_max, UnixServer::kMostClients + 1024);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Result<std::unique_ptr<UnixServer>> UnixServer::open(EventLoop& loop, api::Hub& hub,
                                                     const std::filesystem::path& path) {
  raise_descriptor_limit();
  auto listener = UnixListener::open(loop.io(), path);
  if (!listener) return listener.error();
  return std::unique_ptr<UnixServer>(new UnixServer(loop, hub, std::move(*listener)));
}

UnixServer::UnixServer(EventLoop& loop, api::Hub& hub, UnixListener listener)
    : loop_(loop), hub_(hub), listener_(std::move(listener)) {
  listener_->accept({.on_peer = [this](UnixSocket socket) { welcome(std::move(socket)); },
                     .on_pause =
                         [](const std::string& why) {
                           spdlog::warn("cannot accept a client: {}; trying again every second",
                                        why);
                         }});
}

void UnixServer::wind_up(std::function<void()> done) {
  listener_.reset();
  connections_.wind_up(std::move(done));
}

void UnixServer::welcome(UnixSocket socket) {
  if (connections_.size() == kMostClients) return refuse(std::move(socket));
  connections_.add(
      std::make_shared<UnixConnection>(loop_, hub_, std::move(socket), connections_.closed()));
}

void UnixServer::refuse(UnixSocket socket) {
  const auto message = api::error_notification(
      make_error(ErrorCode::limit, "{} clients are connected, which is the maximum", kMostClients));
  // A new socket accepts this little at once; if it does not, the client still sees the end.
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(boost::asio::buffer(message.data(), message.size()), ignored);
}

}  // namespace pinbridge::server
