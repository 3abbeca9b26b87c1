#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/commands.hpp"
#include "mqtt/allowance.hpp"
#include "mqtt/backoff.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/payloads.hpp"
#include "mqtt/shared_nets.hpp"
#include "mqtt/state_feed.hpp"
#include "mqtt/topics.hpp"

namespace pinbridge::mqtt {

/// A bench on a broker: it connects, again and again if it must, publishes all states after each
/// connection and every change from then on, does what commands say, and shares nets.
///
/// The number of messages that the broker has not acknowledged is bounded. While it is slow or
/// away, states are merged, edges wait in the EdgeStream, and nothing else is kept.
class Session : public ConnectionListener {
 public:
  /// Messages on their way to the broker.
  static constexpr std::size_t kWindow = 20;
  /// The states that changed in this time are published once, with the last value.
  static constexpr Duration kFrame = std::chrono::milliseconds(50);
  static constexpr std::size_t kMostAnswers = 32;
  /// What the broker refused for now is sent again after this time.
  static constexpr Duration kRetryRefused = std::chrono::seconds(10);

  struct Options {
    BenchStatus status;
    EdgeChoice edges;
    UtcOf utc;
    std::string discovery;  ///< Home Assistant's prefix; empty: not announced
    std::string broker;     ///< for log lines
    std::uint32_t seed = 0;
  };

  /// `commands` and `connection` outlive it. Made, and started, within a turn of the bench.
  Session(api::Commands& commands, Connection& connection, Topics topics, Options options);
  ~Session() override;

  void start() { connection_.connect(); }

  /// Publishes what is queued now and that the bench is offline, disconnects, and calls `done`: at
  /// once if there is no connection. What changes meanwhile is not published.
  void finish(std::function<void()> done);

  bool is_open() const { return open_; }
  const EdgeStream& edges() { return feed_.edges(); }

  void opened() override;
  void closed(const Closed& closed) override;
  void acknowledged(std::uint32_t id, const Result<void>& result) override;
  void received(const Message& message) override;
  void not_subscribed(const std::string& filter, const std::string& reason) override;

 private:
  /// A message and, of edges, what it was made from.
  struct Outgoing {
    Message message;
    std::optional<EdgeBatch> batch = std::nullopt;
    bool of_net = false;  ///< of SharedNets
  };
  struct Pending {
    std::string topic;
    bool retain = false;
    std::optional<EdgeBatch> batch;
    bool of_net = false;
  };

  Bench& bench() const { return commands_.bench(); }
  Time now() const { return commands_.bench().now(); }
  std::vector<Message> announcements() const;
  void announce_status();
  bool is_status_next() const;
  void on_change();
  void pump_soon();
  void begin_frame();
  void pump();
  std::optional<Outgoing> next();
  std::optional<Outgoing> next_edges();
  std::optional<Outgoing> next_state();
  std::optional<Outgoing> next_status();
  void answer(const std::string& topic, const Error& error);
  void refused(const Pending& sent, const Error& error);
  void send_refused_again();
  void report_refusal(const std::string& topic, const Error& error);
  void report_closed(const std::string& reason);
  void log_dropped_edges();

  api::Commands& commands_;
  Connection& connection_;
  Topics topics_;
  Options options_;
  StateFeed feed_;
  SharedNets nets_;
  Backoff backoff_;
  bool open_ = false;
  bool status_is_due_ = false;
  std::size_t states_before_status_ = 0;  ///< that are to be sent before it
  std::size_t edges_before_status_ = 0;   ///< the same; none before that the bench is online
  bool states_first_ = true;              ///< the next message, if both are waiting
  std::size_t states_left_ = 0;           ///< of the frame that is being sent
  Time last_frame_ = Time::min();
  bool frame_is_due_ = false;
  bool pump_is_due_ = false;
  TimerId frame_;
  TimerId pump_;
  TimerId retry_;
  std::uint32_t last_id_ = 0;
  std::map<std::uint32_t, Pending> in_flight_;
  std::deque<EdgeBatch> again_;    ///< batches of the last connection, without acknowledgement
  std::set<std::string> refused_;  ///< retained topics whose last message was refused for now
  TimerId refused_retry_;
  std::deque<Message> answers_;
  Allowance answer_rate_{20, std::chrono::milliseconds(200)};
  Allowance log_rate_{5, std::chrono::seconds(10)};
  std::string last_failure_;  ///< while there is no connection
  std::uint64_t dropped_logged_ = 0;
  std::function<void()> done_;  ///< set once the bench ends
};

}  // namespace pinbridge::mqtt
