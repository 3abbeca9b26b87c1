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

namespace pinbridge {

/// Serves the clients of a bench on a Unix socket.
class UnixServer {
 public:
  /// At most so many clients at once; one more is told so and dropped.
  static constexpr std::size_t kMostClients = 256;

  /// `loop` and `hub` outlive the server.
  static Result<std::unique_ptr<UnixServer>> open(EventLoop& loop, Hub& hub,
                                                  const std::filesystem::path& path);
  UnixServer(const UnixServer&) = delete;
  UnixServer& operator=(const UnixServer&) = delete;

  /// Takes no client any more, and ends each once it has all that waits for it; then calls `done`,
  /// also at once.
  void wind_up(std::function<void()> done);

 private:
  UnixServer(EventLoop& loop, Hub& hub, UnixListener listener);

  void welcome(UnixListener::Protocol::socket socket);
  void refuse(UnixListener::Protocol::socket socket);

  EventLoop& loop_;
  Hub& hub_;
  std::optional<UnixListener> listener_;  ///< gone once winding up
  ClientConnections connections_;
};

}  // namespace pinbridge
