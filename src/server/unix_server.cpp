#include "server/unix_server.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>

#include "api/message.hpp"
#include "server/unix_connection.hpp"

namespace pinbridge {

using Socket = UnixListener::Protocol::socket;

Result<std::unique_ptr<UnixServer>> UnixServer::open(EventLoop& loop, Hub& hub,
                                                     const std::filesystem::path& path) {
  auto listener = UnixListener::open(loop.io(), path);
  if (!listener) return listener.error();
  return std::unique_ptr<UnixServer>(new UnixServer(loop, hub, std::move(*listener)));
}

UnixServer::UnixServer(EventLoop& loop, Hub& hub, UnixListener listener)
    : loop_(loop), hub_(hub), listener_(std::move(listener)) {
  listener_->accept({.on_peer = [this](Socket socket) { welcome(std::move(socket)); },
                     .on_pause =
                         [](const std::string& why) {
                           spdlog::warn("cannot take a client: {}; trying again in a second", why);
                         }});
}

UnixServer::~UnixServer() {
  wound_up_ = {};
  while (!connections_.empty()) connections_.back()->close();
}

void UnixServer::wind_up(std::function<void()> done) {
  listener_.reset();
  if (connections_.empty()) return done();
  wound_up_ = std::move(done);
  for (const auto& connection : connections_) connection->end();
}

void UnixServer::welcome(Socket socket) {
  if (connections_.size() == kMostClients) return refuse(std::move(socket));
  connections_.push_back(std::make_shared<UnixConnection>(
      loop_, hub_, std::move(socket), [this](ClientConnection& gone) { drop(gone); }));
  connections_.back()->start();
}

void UnixServer::refuse(Socket socket) {
  const auto message = error_notification(make_error(
      ErrorCode::limit, "{} clients are connected, and more are not taken", kMostClients));
  // A fresh socket takes so little at once; if it does not, the client sees its end all the same.
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(boost::asio::buffer(message.data(), message.size()), ignored);
}

void UnixServer::drop(ClientConnection& connection) {
  std::erase_if(connections_, [&](const auto& held) { return held.get() == &connection; });
  if (connections_.empty() && wound_up_) std::exchange(wound_up_, {})();
}

}  // namespace pinbridge
