#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "links/stream/byte_stream.hpp"
#include "loop/event_loop.hpp"
#include "loop/peer_socket.hpp"

namespace pinbridge::stream {

/// The protocol between a bench and one peer, without its socket. It begins when the peer connects
/// and is destroyed when that has left.
class Conversation {
 public:
  Conversation() = default;
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  virtual ~Conversation() = default;

  /// Takes bytes of the peer, in a turn; they may end within a message. An error ends the
  /// connection.
  virtual Result<void> receive(std::span<const std::byte> bytes) = 0;
};

/// Sends bytes to the peer of a conversation, for as long as that lasts.
using Send = std::function<void(std::span<const std::byte>)>;

/// A Unix socket on which a chip waits for its peer, one at a time; after it has left another may
/// connect.
class StreamLink : private PeerSocket::Server {
 public:
  struct Options {
    std::string chip;                                          ///< its name, in log lines
    std::string peer = "QEMU";                                 ///< who connects, in log lines
    std::function<std::unique_ptr<Conversation>(Send)> begin;  ///< called in a turn
  };

  /// `loop` outlives the link.
  StreamLink(EventLoop& loop, std::filesystem::path socket, Options options);
  StreamLink(const StreamLink&) = delete;
  StreamLink& operator=(const StreamLink&) = delete;
  ~StreamLink() override;

  /// Listens; everything else happens on the loop. Fails if the socket cannot be created.
  Result<void> start() { return socket_.start(); }

  bool has_peer() const override { return peer_ != nullptr; }

 private:
  struct Peer {
    std::unique_ptr<ByteStream> stream;
    std::unique_ptr<Conversation> conversation;
  };

  bool peer_has_left() override { return peer_->stream->peer_has_left(); }
  void begin(UnixSocket socket) override;
  void leave() override;

  EventLoop& loop_;
  std::function<std::unique_ptr<Conversation>(Send)> begin_;
  std::unique_ptr<Peer> peer_;
  PeerSocket socket_;
};

}  // namespace pinbridge::stream
