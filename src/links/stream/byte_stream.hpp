#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "loop/unix_socket.hpp"

namespace pinbridge::stream {

/// One peer's socket on the loop: bytes in and out, and nothing blocks. While more than kMostUnsent
/// bytes wait for the peer nothing more is read from it, so that its requests do not pile up.
class ByteStream {
 public:
  static constexpr std::size_t kMostUnsent = 64U << 10U;

  struct Handlers {
    /// Bytes have arrived. An error ends the stream.
    std::function<Result<void>(std::span<const std::byte>)> on_bytes;
    /// The peer has closed, or there was an error. Nothing is called afterwards; the stream may be
    /// destroyed within the call.
    std::function<void(const std::optional<Error>&)> on_end;
  };

  ByteStream(UnixSocket socket, Handlers handlers);
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  ~ByteStream();

  /// Sends as much as the socket accepts at once, and the rest as soon as possible.
  void send(std::span<const std::byte> bytes);

  /// The number of sent bytes that still wait for the peer.
  std::size_t unsent() const;

  /// The peer has closed its end, and we have not come to see it yet.
  bool peer_has_left();

 private:
  struct State;

  static boost::asio::awaitable<void> read(std::shared_ptr<State> state);
  static boost::asio::awaitable<void> write(std::shared_ptr<State> state);

  std::shared_ptr<State> state_;  ///< the coroutines' too
};

}  // namespace pinbridge::stream
