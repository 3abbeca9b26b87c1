#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "bench/bench_listener.hpp"
#include "bench/board_bounce.hpp"
#include "bench/net_report.hpp"
#include "bench/part.hpp"
#include "bench/timer_queue.hpp"
#include "net/netlist.hpp"

namespace pinbridge {

/// A part with its name.
struct PartInstance {
  std::string id;
  std::string type;
  std::unique_ptr<Part> part;
  std::map<std::string, std::string> attributes;  ///< what it was made of
};

/// A pin before it has a PinId: the part's place in the list of parts, and its pin.
struct PinPlace {
  PartId part;
  PinIndex pin;
};

struct Wire {
  PinPlace from;
  PinPlace to;
};

/// A board that is running: parts, the nets between them, and their time.
///
/// It has no clock: whoever owns it opens each turn with the time that it is. All changes of one
/// turn carry a time, in order; those made within one Batch are simultaneous.
class Bench {
 public:
  /// `timers` outlives the bench. `seed` fixes all that is random. `start` is what time it is: a
  /// clock on the board begins to run then.
  Bench(std::vector<PartInstance> parts, const std::vector<Wire>& wires, TimerQueue& timers,
        std::uint32_t seed, Time start = {});
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  /// Becomes another board, at once and without a gap in time. A part of the same id, type and
  /// attributes goes on as it is (`parts` brings another of its kind, which is dropped), and so
  /// does one that can become() the other; pins of the same name keep their watchers and hands.
  /// Only what is at another level than before is told and sensed.
  void rewire(std::vector<PartInstance> parts, const std::vector<Wire>& wires);

  // Time.

  /// Runs each timer that is due, at its own time, and goes on at `now`, which is never before the
  /// last.
  void begin_turn(Time now);

  /// Lets time pass to `now`, if that is later, in which nothing happens: what is due by then
  /// happens late, in the next turn. For who cannot keep up.
  void lose_time(Time now);

  Time now() const { return now_; }
  TimerQueue& timers() { return timers_; }

  // What is there.

  std::uint32_t part_count() const { return static_cast<std::uint32_t>(parts_.size()); }
  std::uint32_t pin_count() const { return static_cast<std::uint32_t>(pins_.size()); }
  std::optional<PartId> find_part(std::string_view id) const;
  /// By name: "led1:A".
  std::optional<PinId> find_pin(std::string_view name) const;
  PinId pin(PartId part, PinIndex index) const;
  PartId part_of(PinId pin) const { return pins_[pin.value()].part; }
  std::uint32_t pin_count_of(PartId part) const { return parts_[part.value()].pin_count; }
  const std::string& pin_name(PinId pin) const { return pins_[pin.value()].name; }
  /// Without its part: "A".
  std::string_view short_pin_name(PinId pin) const {
    return std::string_view(pin_name(pin)).substr(part_id(part_of(pin)).size() + 1);
  }
  const std::string& part_id(PartId part) const { return parts_[part.value()].instance.id; }
  const std::string& part_type(PartId part) const { return parts_[part.value()].instance.type; }
  Part& part(PartId part) { return *parts_[part.value()].instance.part; }
  const Part& part(PartId part) const { return *parts_[part.value()].instance.part; }
  /// The pins that wires and joins inside parts make one, this one included.
  const std::vector<PinId>& pins_on_net_of(PinId pin) const;

  // What it is at.

  PinState state(PinId pin) const;
  Signal signal(PinId pin) const { return nets_.signal(pins_[pin.value()].net); }
  /// What a client's hand puts on the pin.
  Drive hand(PinId pin) const { return pins_[pin.value()].by_hand; }
  /// What wires and closed contacts join to the pin, and what drives it.
  NetReport report_net(PinId pin) const;
  const BoardBounce& bounce() const { return bounce_; }

  // What changes it.

  void drive(PinId pin, Drive drive);
  /// A client's hand on a pin, beside what the pin itself drives.
  void drive_by_hand(PinId pin, Drive drive);
  void set_contact(PartId part, std::uint32_t contact, bool closed);
  Result<void> control(PartId part, std::string_view name, const ControlValue& value);
  /// Takes effect with the next move of each contact.
  void set_bounce(BoardBounce bounce);

  /// While one lives, changes are collected; when the last ends, they happen at once.
  class Batch {
   public:
    explicit Batch(Bench& bench) : bench_(bench) { ++bench_.batch_depth_; }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    ~Batch() {
      --bench_.batch_depth_;
      bench_.settle();
    }

   private:
    Bench& bench_;
  };

  // Who is told.

  /// Not owned; remove before it dies.
  void add_listener(BenchListener& listener) { listeners_.push_back(&listener); }
  void remove_listener(BenchListener& listener);
  /// Counted: a pin's changes are told while more watch than unwatch calls were made.
  void watch(PinId pin);
  void unwatch(PinId pin);

  // For parts.

  void part_state_changed(PartId part);
  std::uint32_t seed_of(PartId part) const;

 private:
  struct PinEntry {
    std::string name;
    PartId part;
    PinIndex index;
    NetId net;
    Drive own;
    Drive by_hand;
    PinState last_told;
    std::uint32_t watchers = 0;
  };
  struct PartEntry {
    PartInstance instance;
    std::uint32_t first_pin = 0;
    std::uint32_t pin_count = 0;
    std::uint32_t first_contact = 0;
    bool senses = false;
    bool kept = false;  ///< from the board before
  };
  /// The pins of a board that is taken down, and what they were at.
  struct Before {
    std::vector<PinEntry> pins;
    std::vector<Signal> signals;
  };

  Before take_down();
  void keep_parts(std::vector<PartEntry>& before);
  std::vector<std::optional<PinId>> carry_over(const Before& before);
  void publish_differences(const Before& before, const std::vector<std::optional<PinId>>& moved);
  void make_pins();
  Topology make_nets(const std::vector<Wire>& wires);
  void settle();
  void publish(std::span<const NetChange> changes);
  void tell_watchers(PinId pin);
  void tell_part(PinId pin);
  void report_conflicts(std::span<const NetChange> changes);
  std::vector<PinId> fighters(const std::vector<NetId>& group, Strength strength) const;
  void report_oscillation(std::span<const NetChange> changes);

  TimerQueue& timers_;
  std::uint32_t seed_;
  Time now_;
  std::vector<PartEntry> parts_;
  std::vector<PinEntry> pins_;
  std::unordered_map<std::string, PartId> part_by_id_;
  std::unordered_map<std::string, PinId> pin_by_name_;
  std::vector<std::vector<PinId>> pins_of_net_;
  std::vector<std::pair<PinId, PinId>> resistors_;
  Netlist nets_;
  std::vector<PinId> turned_;  ///< watched pins whose direction changed since the last step
  std::vector<BenchListener*> listeners_;
  int batch_depth_ = 0;
  bool settling_ = false;
  BoardBounce bounce_;
};

}  // namespace pinbridge
