#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "api/hub.hpp"
#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "loop/unix_listener.hpp"
#include "server/client_connections.hpp"

namespace pinbridge::server {

/// Serves the clients of a bench on a Unix socket.
class UnixServer {
 public:
  /// Maximum number of clients; one more receives an error and is disconnected.
  static constexpr std::size_t kMostClients = 4096;

  /// `loop` and `hub` outlive the server.
  static Result<std::unique_ptr<UnixServer>> open(EventLoop& loop, api::Hub& hub,
                                                  const std::filesystem::path& path);
  UnixServer(const UnixServer&) = delete;
  UnixServer& operator=(const UnixServer&) = delete;

  /// Takes no client any more, and ends each once it has all that waits for it; then calls `done`,
  /// also at once.
  void wind_up(std::function<void()> done);

 private:
  UnixServer(EventLoop& loop, api::Hub& hub, UnixListener listener);

  void welcome(UnixSocket socket);
  void refuse(UnixSocket socket);

  EventLoop& loop_;
  api::Hub& hub_;
  std::optional<UnixListener> listener_;  ///< empty once shutting down
  ClientConnections connections_;
};

}  // namespace pinbridge::server
