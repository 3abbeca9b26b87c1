#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/gpio_lines.hpp"
#include "base/result.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::message_queue {

/// Carries the 32 lines of a chip over two POSIX message queues. Nothing blocks: while the other
/// end does not take messages, the newest level of each line waits.
class MessageQueueLink {
 public:
  struct Options {
    std::string chip;           ///< its name, in log lines
    std::string receive_queue;  ///< "/from_qemu"
    std::string send_queue;
  };

  /// `loop` and `lines` outlive the link.
  MessageQueueLink(EventLoop& loop, GpioLines& lines, Options options);
  MessageQueueLink(const MessageQueueLink&) = delete;
  MessageQueueLink& operator=(const MessageQueueLink&) = delete;
  ~MessageQueueLink();

  /// Opens the queues; everything else happens on the loop. Fails with a sentence.
  Result<void> start();

  /// Messages that were not of the protocol: their length, first bytes or line were others.
  std::uint64_t ignored() const;

 private:
  struct State;

  static boost::asio::awaitable<void> receive(std::shared_ptr<State> state);
  static boost::asio::awaitable<void> send(std::shared_ptr<State> state);

  std::shared_ptr<State> state_;  ///< the coroutines' too
};

}  // namespace pinbridge::message_queue
