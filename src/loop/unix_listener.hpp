#pragma once

#include <filesystem>

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

  /// Fails with a sentence if the path is too long, its directory is not there, something else than
  /// a socket has its name, or somebody listens on it (busy). A socket that a dead process left is
  /// replaced.
  static Result<UnixListener> open(boost::asio::io_context& io, const std::filesystem::path& path);

  UnixListener(UnixListener&& other) noexcept;
  UnixListener& operator=(UnixListener&&) = delete;
  ~UnixListener();

  Protocol::acceptor& acceptor() { return acceptor_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  UnixListener(Protocol::acceptor acceptor, std::filesystem::path path)
      : acceptor_(std::move(acceptor)), path_(std::move(path)) {}

  Protocol::acceptor acceptor_;
  std::filesystem::path path_;  ///< empty once moved from
};

}  // namespace pinbridge
