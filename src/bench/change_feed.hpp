#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bench/bench_listener.hpp"
#include "bench/net_readers.hpp"
#include "bench/pin_id.hpp"
#include "net/netlist.hpp"

namespace pinbridge {

class Bench;

/// Who is notified of the changes of a bench, and of which pins. A listener is notified of all
/// watched pins, whichever client watches them; each notification carries the bench's time.
class ChangeFeed {
 public:
  /// `bench` and `readers`, its own, outlive this.
  ChangeFeed(const Bench& bench, NetReaders& readers) : bench_(bench), readers_(readers) {}
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;

  /// Not owned; remove it before it is destroyed.
  void add(BenchListener& listener) { listeners_.push_back(&listener); }
  void remove(BenchListener& listener);

  /// Counted: a pin's changes are notified while there were more calls of watch than of unwatch.
  void watch(PinId pin);
  void unwatch(PinId pin);

  /// The part's controls, or what it shows, changed.
  void part_changed(PartId part);

  // For the bench.

  /// The pin became an output, or ceased to be one: publish() notifies those who watch it, also if
  /// its level stays.
  void direction_changed(PinId pin);
  bool has_direction_changes() const { return !direction_changes_.empty(); }

  /// Notifies the changes of these nets and of directions, then the conflicts that began.
  void publish(std::span<const NetChange> changes);
  /// The same, when any pin may have changed: `changes` has the net of each pin of the board.
  void publish_all(std::span<const NetChange> changes);
  /// Notifies these changes as the last that an oscillation made before it was stopped.
  void publish_oscillation(std::span<const NetChange> changes);

  void hand_changed(PinId pin);
  void bounce_changed();
  void fell_behind(std::optional<PartId> busiest);

  /// The bench has another board. `moved` has the new pin of each old one; a pin keeps its
  /// watchers, and the state last notified.
  void move_watchers(std::span<const std::optional<PinId>> moved);
  void rewired(std::span<const std::optional<PinId>> moved);

 private:
  struct Watch {
    std::uint32_t watchers = 0;
    PinState notified;  ///< last; of watched pins only
  };

  void notify_watchers(PinId pin);
  void notify_conflicts(std::span<const NetChange> changes);
  std::vector<PinId> conflicting_pins(const std::vector<NetId>& group, Strength strength) const;

  const Bench& bench_;
  NetReaders& readers_;
  std::vector<BenchListener*> listeners_;
  std::vector<Watch> watches_;            ///< of each pin
  std::vector<PinId> direction_changes_;  ///< watched pins, since the last publish()
};

}  // namespace pinbridge
