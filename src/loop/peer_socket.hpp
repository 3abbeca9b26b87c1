#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "loop/unix_listener.hpp"

namespace pinbridge {

/// A Unix socket on which a chip accepts one peer at a time: a second peer is refused until the
/// first has disconnected. Logs each connection, each disconnection and its error.
class PeerSocket {
 public:
  /// Serves the connected peer.
  class Server {
   public:
    Server() = default;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    virtual ~Server() = default;

    virtual bool has_peer() const = 0;
    /// Whether the connected peer has closed its end, even if that was not noticed yet.
    virtual bool peer_has_left() = 0;
    virtual void begin(UnixSocket socket) = 0;
    /// Forgets the peer.
    virtual void leave() = 0;
  };

  /// `chip` and `peer`, such as "QEMU", are names in log lines. `loop` and `server` outlive this.
  PeerSocket(EventLoop& loop, std::filesystem::path path, std::string chip, std::string peer,
             Server& server);

  /// Listens; everything else happens on the loop. Fails if the socket cannot be created.
  Result<void> start(UnixListener::Accepts accepts = UnixListener::Accepts::bytes);

  /// The peer has disconnected, or an error occurred: the server forgets the peer.
  void part(const std::optional<Error>& error);

 private:
  void welcome(UnixSocket socket);

  EventLoop& loop_;
  std::filesystem::path path_;
  std::string chip_;
  std::string peer_;
  Server& server_;
  std::optional<UnixListener> listener_;
  bool reported_refusal_ = false;  ///< since this peer connected
};

}  // namespace pinbridge
