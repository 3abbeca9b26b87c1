#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"

namespace pinbridge::message_queue {

/// One POSIX message queue, opened without blocking. Other processes keep it, and what is in it,
/// when this goes.
class MessageQueue {
 public:
  enum class Direction { receive, send };

  /// Opens the queue, or makes it: 10 messages of 8192 bytes, mode 0600. Fails with a sentence if
  /// the name is not one, or the queue belongs to another user.
  static Result<MessageQueue> open(boost::asio::io_context& io, const std::string& name,
                                   Direction direction);

  /// The oldest message, valid until the next call; nullopt if there is none.
  Result<std::optional<std::span<const std::byte>>> receive();

  /// False if the queue is full.
  Result<bool> send(std::span<const std::byte> message);

  /// For waiting until there is a message, or room for one.
  boost::asio::posix::stream_descriptor& descriptor() { return descriptor_; }

 private:
  MessageQueue(boost::asio::posix::stream_descriptor descriptor, std::size_t message_size)
      : descriptor_(std::move(descriptor)), buffer_(message_size) {}

  boost::asio::posix::stream_descriptor descriptor_;
  std::vector<std::byte> buffer_;
};

}  // namespace pinbridge::message_queue
