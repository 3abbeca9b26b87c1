#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "base/result.hpp"
#include "loop/unix_socket.hpp"

namespace pinbridge {

/// The address of a Unix socket. Fails if the path is longer than Linux allows.
Result<boost::asio::local::stream_protocol::endpoint> unix_endpoint(
    const std::filesystem::path& path);

/// A Unix stream socket that accepts, for its owner only (mode 0600). Its file is removed when this
/// dies, unless another file has taken its place.
///
/// Peers send bytes, and descriptors only where these are accepted. See UnixSocket for what
/// descriptors of a hostile peer can do.
class UnixListener {
 public:
  using Protocol = boost::asio::local::stream_protocol;

  struct Handlers {
    std::function<void(UnixSocket)> on_peer;
    /// No peer can be accepted now, and why; the listener tries again every kPause. Called once
    /// until it accepts again.
    std::function<void(const std::string& why)> on_pause;
  };

  /// If no descriptors are left, for example, the loop must not spin until there are some.
  static constexpr std::chrono::seconds kPause{1};

  enum class Accepts : std::uint8_t {
    bytes,
    /// Peers must be able to pass descriptors. While too many wait to be closed (see Closer), no
    /// peer is accepted.
    descriptors,
  };

  /// Fails with a message if the path is too long, its directory does not exist, something that is
  /// not a socket has its name, or a process listens on it (busy). A stale socket is replaced.
  static Result<UnixListener> open(boost::asio::io_context& io, const std::filesystem::path& path,
                                   Accepts accepts = Accepts::bytes);

  /// Accepts peers from now on. The handlers are called on the loop, none after this is destroyed.
  void accept(Handlers handlers);

  const std::filesystem::path& path() const;

 private:
  struct State;

  explicit UnixListener(std::shared_ptr<State> state) : state_(std::move(state)) {}
  static void accept_next(const std::shared_ptr<State>& state);
  static void try_again_later(const std::shared_ptr<State>& state, const std::string& why);

  std::shared_ptr<State> state_;  ///< late handlers see by it whether we live
};

}  // namespace pinbridge
