#include "loop/peer_socket.hpp"

#include <utility>

#include <spdlog/spdlog.h>

namespace pinbridge {

PeerSocket::PeerSocket(EventLoop& loop, std::filesystem::path path, std::string chip,
                       std::string peer, Server& server)
    : loop_(loop),
      path_(std::move(path)),
      chip_(std::move(chip)),
      peer_(std::move(peer)),
      server_(server) {}

Result<void> PeerSocket::start(UnixListener::Accepts accepts) {
  auto listener = UnixListener::open(loop_.io(), path_, accepts);
  if (!listener) return listener.error();
  listener_.emplace(std::move(*listener));
  listener_->accept({.on_peer = [this](UnixSocket socket) { welcome(std::move(socket)); },
                     .on_pause =
                         [this](const std::string& why) {
                           spdlog::warn("{}: cannot accept {}: {}; trying again every second",
                                        chip_, peer_, why);
                         }});
  return {};
}

void PeerSocket::welcome(UnixSocket socket) {
  // A peer that was killed and started again may connect before its predecessor's end is seen.
  if (server_.has_peer() && server_.peer_has_left()) part(std::nullopt);
  if (!server_.has_peer()) {
    spdlog::info("{}: {} has connected", chip_, peer_);
    reported_refusal_ = false;
    server_.begin(std::move(socket));
  } else if (!std::exchange(reported_refusal_, true)) {
    spdlog::warn("{}: a second {} is refused on {}: a chip belongs to one guest at a time", chip_,
                 peer_, path_.string());
  }
}

void PeerSocket::part(const std::optional<Error>& error) {
  if (error) {
    spdlog::warn("{}: the connection to {} is closed: {}", chip_, peer_, error->message);
  } else {
    spdlog::info("{}: {} has disconnected", chip_, peer_);
  }
  server_.leave();
}

}  // namespace pinbridge
