#include "server/unix_server.hpp"

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

void UnixServer::wind_up(std::function<void()> done) {
  listener_.reset();
  connections_.wind_up(std::move(done));
}

void UnixServer::welcome(Socket socket) {
  if (connections_.size() == kMostClients) return refuse(std::move(socket));
  connections_.add(
      std::make_shared<UnixConnection>(loop_, hub_, std::move(socket), connections_.closed()));
}

void UnixServer::refuse(Socket socket) {
  const auto message = error_notification(make_error(
      ErrorCode::limit, "{} clients are connected, and more are not taken", kMostClients));
  // A fresh socket takes so little at once; if it does not, the client sees its end all the same.
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(boost::asio::buffer(message.data(), message.size()), ignored);
}

}  // namespace pinbridge
