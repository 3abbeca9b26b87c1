#include "server/client_connections.hpp"

#include <utility>

namespace pinbridge::server {

ClientConnections::~ClientConnections() {
  wound_up_ = {};
  while (!connections_.empty()) connections_.back()->close();
}

std::function<void(ClientConnection&)> ClientConnections::closed() {
  return [this](ClientConnection& gone) {
    std::erase_if(connections_, [&](const auto& held) { return held.get() == &gone; });
    if (connections_.empty() && wound_up_) std::exchange(wound_up_, {})();
  };
}

void ClientConnections::add(std::shared_ptr<ClientConnection> connection) {
  connections_.push_back(std::move(connection));
  connections_.back()->start();
}

void ClientConnections::wind_up(std::function<void()> done) {
  if (connections_.empty()) return done();
  wound_up_ = std::move(done);
  for (const auto& connection : connections_) connection->end();
}

}  // namespace pinbridge::server
