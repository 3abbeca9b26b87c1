#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "loop/dialogue.hpp"
#include "loop/unix_socket.hpp"
#include "vhost_user/message_reader.hpp"

namespace pinbridge::vhost_user {

/// One front end's socket on the loop: requests in, replies out, nothing blocks. While a reply
/// waits for the front end to read it no further request is read, so nothing grows.
class Channel {
 public:
  struct Handlers {
    /// The payload of the reply, empty for none; an error ends the channel.
    std::function<Result<std::span<const std::byte>>(Message&)> on_message;
    /// The peer has closed, or there was an error. Nothing is called afterwards; the channel may be
    /// destroyed within the call.
    std::function<void(std::optional<Error>)> on_end;
  };

  Channel(UnixSocket socket, Handlers handlers);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// The peer has closed its end, and we have not come to see it yet.
  bool peer_has_left();

 private:
  Dialogue::Steps serve();
  /// False once it has ended; this may be destroyed by then.
  bool read_some();
  std::optional<Error> answer(Message message);
  std::optional<Error> flush();
  bool end(std::optional<Error> error);  ///< false

  UnixSocket socket_;
  Handlers handlers_;
  MessageReader reader_;
  std::vector<std::byte> unsent_;
  Dialogue serving_;
};

}  // namespace pinbridge::vhost_user
