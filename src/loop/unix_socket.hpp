#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include <boost/asio/local/stream_protocol.hpp>

#include "base/result.hpp"

namespace pinbridge {

/// Prepares a Unix stream socket for bytes only: a peer that passes a descriptor (SCM_RIGHTS) gets
/// EPERM. Sockets that a listening socket accepts inherit this. Returns false before Linux 6.16,
/// where UnixSocket refuses descriptors itself.
bool refuse_descriptors(int socket);

/// Whether the next `size` bytes, or the bytes that were sent after them, bring descriptors. Takes
/// nothing, and receives no descriptor.
bool brings_descriptors(int socket, std::size_t size);

/// A connected Unix stream socket of a peer.
///
/// A peer can pass descriptors, also out of band, and close its own: then their last close happens
/// where they are received, discarded, or die unread with the socket. It can block for as long as
/// the peer likes. So neither receive() nor the end of this closes one on the caller's thread;
/// closer() does.
class UnixSocket : public boost::asio::local::stream_protocol::socket {
 public:
  using Base = boost::asio::local::stream_protocol::socket;

  // Not explicit: this is what an acceptor gives.
  UnixSocket(Base socket);
  UnixSocket(UnixSocket&&) = default;
  UnixSocket& operator=(UnixSocket&& other) noexcept;
  ~UnixSocket() { close(); }

  /// Pending operations are called with an error.
  void close();

  /// Takes bytes that have arrived, without waiting; 0 if the peer has closed, nullopt if there are
  /// none now. Fails if the peer passed a descriptor, or the socket failed. Not for a socket whose
  /// peer is to pass descriptors.
  Result<std::optional<std::size_t>> receive(std::span<std::byte> buffer);

 private:
  bool checks_ = false;  ///< the kernel does not refuse descriptors
};

}  // namespace pinbridge
