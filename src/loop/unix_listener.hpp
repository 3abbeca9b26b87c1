#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "base/result.hpp"

namespace pinbridge {

/// The address of a Unix socket. Fails with a sentence where the path is longer than Linux takes.
Result<boost::asio::local::stream_protocol::endpoint> unix_endpoint(
    const std::filesystem::path& path);

/// A Unix stream socket that accepts, for its owner only (mode 0600), and is gone from the file
/// system when this dies.
class UnixListener {
 public:
  using Protocol = boost::asio::local::stream_protocol;

  struct Handlers {
    std::function<void(Protocol::socket)> on_peer;
    /// Nobody can be let in now, and why: it is tried again after kPause.
    std::function<void(const std::string& why)> on_pause;
  };

  /// Where no descriptors are left, say, the loop must not run hot until there are some.
  static constexpr std::chrono::seconds kPause{1};

  /// Fails with a sentence if the path is too long, its directory is not there, something else than
  /// a socket has its name, or somebody listens on it (busy). A socket that a dead process left is
  /// replaced.
  static Result<UnixListener> open(boost::asio::io_context& io, const std::filesystem::path& path);

  /// Lets each peer in from now on. The handlers are called on the loop, none after this has died.
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
