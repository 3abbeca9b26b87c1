#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
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

/// Whether messages wait for the next round.
enum class Priority : std::uint8_t { usual, first };

/// The senders that a turn has given messages to. They send once the turn is over.
///
/// A guest that toggles a line with hundreds of watchers would wait for all their system calls at
/// each edge. Therefore, after a round of sends that took long, the next one comes later: messages
/// wait, in order, and many are sent by one call. No message waits longer than kLongestDelay for
/// that. What has priority does not wait.
class SendQueue {
 public:
  /// A round that takes less delays no message.
  static constexpr Duration kLongRound = std::chrono::microseconds(10);
  /// Rounds that take long take one part in this many of the time, as far as kLongestDelay allows.
  static constexpr int kShare = 24;
  static constexpr Duration kLongestDelay = std::chrono::milliseconds(10);
  /// Without a turn for so long there is nothing more to wait for.
  static constexpr Duration kQuiet = std::chrono::microseconds(200);
  /// A round is divided, so that it does not delay others, into parts of about this length.
  static constexpr Duration kPart = std::chrono::microseconds(500);

  using Clock = Time (*)();

  /// `io` outlives it. `gather` is called before a round if there is news, to add those who send
  /// it. Another `clock` is for tests.
  SendQueue(boost::asio::io_context& io, std::function<void()> gather,
            Clock clock = std::chrono::steady_clock::now)
      : io_(io), gather_(std::move(gather)), timer_(io), clock_(clock) {}
  SendQueue(const SendQueue&) = delete;
  SendQueue& operator=(const SendQueue&) = delete;

  bool empty() const { return !waits_for_round() && first_.empty(); }
  void add(std::shared_ptr<Sender> sender, Priority priority = Priority::usual) {
    (priority == Priority::first ? first_ : waiting_).push_back(std::move(sender));
  }
  void note_news() { news_ = true; }

  /// Lets all of them send: now, or when the time of the next round comes.
  void send();
  /// The same, later on the loop.
  void send_soon();

 private:
  bool waits_for_round() const { return news_ || !waiting_.empty(); }
  void send_first();
  void begin_round();
  void send_part();
  void wait(Time now);
  void wait_is_over();

  boost::asio::io_context& io_;
  std::function<void()> gather_;
  boost::asio::steady_timer timer_;
  Clock clock_;
  bool news_ = false;
  std::vector<std::shared_ptr<Sender>> first_;
  std::vector<std::shared_ptr<Sender>> waiting_;
  std::vector<std::shared_ptr<Sender>> sending_;  ///< those of this round
  std::size_t sent_ = 0;                          ///< of this round
  Duration took_{};                               ///< this round, so far
  Time next_round_ = Time::min();
  Time last_turn_{};  ///< of those that wait for the next round
  bool timer_runs_ = false;
};

}  // namespace pinbridge
