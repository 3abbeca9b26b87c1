#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/time.hpp"

namespace pinbridge {

/// Has messages to send, on the loop.
class Sender {
 public:
  Sender() = default;
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  virtual ~Sender() = default;

  /// Sends, without waiting, what there is to send.
  virtual void send() = 0;
};

/// The senders that a turn has given messages to. They send once the turn is over.
///
/// A guest that toggles a line with hundreds of watchers would wait for all their system calls at
/// each edge. Therefore, after a round of sends that took long, the next one comes later: messages
/// wait, in order, and many are sent by one call. No message waits longer than kLongestDelay for
/// that.
class SendQueue {
 public:
  /// A round that takes less delays no message.
  static constexpr Duration kLongRound = std::chrono::microseconds(80);
  /// Rounds that take long take one part in this many of the time, as far as kLongestDelay allows.
  static constexpr int kShare = 12;
  static constexpr Duration kLongestDelay = std::chrono::milliseconds(10);
  /// Without a turn for so long there is nothing more to wait for.
  static constexpr Duration kQuiet = std::chrono::microseconds(200);
  /// A round is divided, so that it does not delay others, into parts of about this length.
  static constexpr Duration kPart = std::chrono::microseconds(500);

  using Clock = Time (*)();

  /// `io` outlives it. Another `clock` is for tests.
  explicit SendQueue(boost::asio::io_context& io, Clock clock = std::chrono::steady_clock::now)
      : io_(io), timer_(io), clock_(clock) {}
  SendQueue(const SendQueue&) = delete;
  SendQueue& operator=(const SendQueue&) = delete;

  bool empty() const { return waiting_.empty(); }
  void add(std::shared_ptr<Sender> sender) { waiting_.push_back(std::move(sender)); }

  /// Lets all of them send, now or when the time of the next round comes.
  void send();
  /// The same, later on the loop.
  void send_soon();

 private:
  void begin_round();
  void send_part();
  void wait(Time now);
  void wait_is_over();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  Clock clock_;
  std::vector<std::shared_ptr<Sender>> waiting_;
  std::vector<std::shared_ptr<Sender>> sending_;  ///< those of this round
  std::size_t sent_ = 0;                          ///< of this round
  Duration took_{};                               ///< this round, so far
  Time next_round_ = Time::min();
  Time last_turn_{};  ///< of those that wait for the next round
  bool timer_runs_ = false;
};

}  // namespace pinbridge
