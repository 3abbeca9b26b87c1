#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "base/result.hpp"
#include "links/virtio_gpio/message_reader.hpp"

namespace pinbridge::vhost_user {

/// One front end's socket on the loop: requests in, replies out, nothing blocks. While a reply
/// waits for the front end to read it no further request is read, so nothing grows.
class Channel {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  struct Handlers {
    /// The payload of the reply, empty for none; an error ends the channel.
    std::function<Result<std::span<const std::byte>>(Message&)> on_message;
    /// The peer has closed, or there was an error. Nothing is called afterwards; the channel may be
    /// destroyed then and there.
    std::function<void(std::optional<Error>)> on_end;
  };

  Channel(Socket socket, Handlers handlers);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// The peer has closed its end, and we have not come to see it yet.
  bool peer_has_left();

 private:
  void wait_to_read();
  void wait_to_write();
  void read_some();
  std::optional<Error> answer(Message message);
  std::optional<Error> flush();
  void end(std::optional<Error> error);

  Socket socket_;
  Handlers handlers_;
  MessageReader reader_;
  std::vector<std::byte> unsent_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::vhost_user
