#pragma once

#include <cstddef>
#include <span>

#include "base/result.hpp"
#include "vhost_user/message.hpp"

namespace pinbridge::vhost_user {

/// Puts messages together from a stream socket, in whatever pieces they come, without blocking and
/// without reading ahead.
class MessageReader {
 public:
  enum class Progress {
    message,  ///< take() has one
    waiting,  ///< the rest has not come yet
    closed,   ///< the peer has closed, between two messages
  };

  /// Reads the available data, up to the end of one message. An error describes what the peer sent
  /// wrong.
  Result<Progress> read(int socket);

  /// The message that read() completed. The next one may be read afterwards.
  Message take();

 private:
  Result<Progress> fill(int socket, std::span<std::byte> part);
  Result<void> check_header() const;

  Message message_;
  std::size_t done_ = 0;  ///< bytes of header and payload so far
};

}  // namespace pinbridge::vhost_user
