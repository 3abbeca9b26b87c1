#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "server/client_connection.hpp"

namespace pinbridge::server {

/// The clients of a server, each for as long as its connection lasts; all are closed when this
/// dies.
class ClientConnections {
 public:
  ClientConnections() = default;
  ClientConnections(const ClientConnections&) = delete;
  ClientConnections& operator=(const ClientConnections&) = delete;
  ~ClientConnections();

  std::size_t size() const { return connections_.size(); }

  /// For a connection that is to be added: what it calls when it is over.
  std::function<void(ClientConnection&)> closed();
  /// Keeps a connection, and starts it.
  void add(std::shared_ptr<ClientConnection> connection);

  /// Ends each once it has all that waits for it; then calls `done`, also at once. Nothing is added
  /// any more.
  void wind_up(std::function<void()> done);

 private:
  std::vector<std::shared_ptr<ClientConnection>> connections_;
  std::function<void()> wound_up_;  ///< set while shutting down
};

}  // namespace pinbridge::server
