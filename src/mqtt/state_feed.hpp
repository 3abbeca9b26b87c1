#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bench/bench.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/edge_stream.hpp"
#include "mqtt/payloads.hpp"
#include "mqtt/topics.hpp"

namespace pinbridge::mqtt {

/// The moment of the world at a time of the bench.
using UtcOf = std::function<std::chrono::system_clock::time_point(Time)>;

/// The pins whose edges are sent.
struct EdgeChoice {
  bool all = false;
  std::set<std::string> pins;  ///< PART:PIN

  bool contains(const std::string& pin) const { return all || pins.contains(pin); }
};

/// Further retained messages about the board as it is now.
using Announcements = std::function<std::vector<Message>()>;

/// The changes of a bench as messages: a retained one for each pin and part, of which only the
/// latest counts, and the stream of edges, of which every one counts.
class StateFeed : public BenchListener {
 public:
  /// `bench` outlives it. `on_change` is called within the turn in which a state or an edge is to
  /// be sent. All states are, at first, after the announcements, which are asked for once for each
  /// board.
  StateFeed(Bench& bench, Topics topics, UtcOf utc, EdgeChoice edges, Announcements announcements,
            std::function<void()> on_change);
  ~StateFeed() override;

  /// All states are to be sent again: the broker may have lost them.
  void mark_all();

  /// The same for these topics: the broker does not have the last message there. A topic that no
  /// longer exists is to be removed.
  void send_again(std::set<std::string> topics);

  /// The number of states to send.
  std::size_t stale() const { return stale_.size() + gone_.size(); }
  /// The next of them; nullopt if stale() is 0. States of pins and parts that no longer exist have
  /// an empty payload, which removes them from the broker.
  std::optional<Message> next_state();

  EdgeStream& edges() { return edges_; }

  Moment moment(Time time) const { return {time, utc_(time)}; }

  void pin_changed(const PinChange& change) override;
  void part_changed(PartId part, Time time) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  /// A retained topic. Pins come first, by PinId, then parts, by PartId, then announcements.
  struct Entry {
    std::string topic;
    std::shared_ptr<const std::string> name;  ///< of a pin whose edges are sent, else null
    Level level = Level::highz;
    std::uint64_t edges = 0;
    Time changed;
    std::string announcement;  ///< its payload
    bool stale = false;
  };

  void list_entries();
  Entry pin_entry(PinId pin) const;
  void mark(std::size_t index);
  void limit_gone();
  Message message_of(std::size_t index) const;

  Bench& bench_;
  Topics topics_;
  UtcOf utc_;
  EdgeChoice edge_choice_;
  Announcements announcements_;
  std::function<void()> on_change_;
  const PinTable* listed_ = nullptr;  ///< the board that the entries are of
  std::vector<Entry> entries_;
  std::deque<std::size_t> stale_;  ///< indices of entries
  std::set<std::string> gone_;     ///< topics to remove
  EdgeStream edges_;
};

}  // namespace pinbridge::mqtt
