#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "bench/bench_listener.hpp"
#include "bench/beyond_board.hpp"
#include "bench/board_bounce.hpp"
#include "bench/change_feed.hpp"
#include "bench/net_readers.hpp"
#include "bench/part.hpp"
#include "bench/part_instance.hpp"
#include "bench/pin_table.hpp"
#include "bench/prepared_board.hpp"
#include "bench/timer_queue.hpp"
#include "bench/wire.hpp"
#include "net/netlist.hpp"

namespace pinbridge {

/// What drives a pin.
struct PinDrives {
  Drive own;      ///< the part's
  Drive by_hand;  ///< the override of a client
};

/// A board that is running: parts, their time, and what drives the nets between them.
///
/// Names, ids and nets are in pins(), listeners and watchers in changes().
/// It has no clock: its owner begins each turn with the current time. All changes of one turn carry
/// a time, in order; those made within one Batch are simultaneous.
class Bench {
 public:
  /// `timers` outlives the bench. `seed` determines all random values. `start` is the current time,
  /// at which the board's clocks begin.
  Bench(std::vector<PartInstance> parts, const std::vector<Wire>& wires, TimerQueue& timers,
        std::uint32_t seed, Time start = {});
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  /// Replaces the board, at once and without a gap in time. A part with the same id, type and
  /// attributes is kept (its new instance in `parts` is dropped), and so is one that can become()
  /// the new one. Pins of the same name keep their watchers and overrides. Only changed levels are
  /// notified and sensed.
  void rewire(std::vector<PartInstance> parts, const std::vector<Wire>& wires);
  /// The same with a board that was prepared elsewhere, which is quicker if it was compared with
  /// plan(). Afterwards, `next` has what is no longer needed, and may be destroyed on any thread.
  void rewire(PreparedBoard& next);

  // Time.

  /// Runs each timer that is due, at its own time, and goes on at `now`, which is never before the
  /// last. `spent`, if given, is called after each timer. If it is true while timers are left that
  /// are due, the result is false: the bench is then at the time of the last timer that ran, and
  /// the next turn continues there.
  bool begin_turn(Time now, const std::function<bool()>& spent = {});

  /// Skips time up to `now`, if that is later, and notifies listeners: timers that are due by then
  /// run late, in the next turn. For a loop that has fallen behind.
  void fall_behind(Time now);

  Time now() const { return now_; }
  TimerQueue& timers() { return timers_; }

  // The board.

  const PinTable& pins() const { return *pins_; }
  /// The same, for what outlives the board. Another board has another one.
  const std::shared_ptr<const PinTable>& shared_pins() const { return pins_; }
  ChangeFeed& changes() { return changes_; }
  Part& part(PartId part) { return *parts_[part.value()].part; }
  const Part& part(PartId part) const { return *parts_[part.value()].part; }
  std::uint32_t seed() const { return seed_; }

  /// What does not change until the bench has another board.
  const std::shared_ptr<const BoardPlan>& plan() const { return plan_; }

  // Its state.

  PinState state(PinId pin) const {
    return {is_output(drives(pin).own) ? Direction::out : Direction::in, signal(pin).level};
  }
  Signal signal(PinId pin) const { return nets_.signal(wired_[pin.value()].net); }
  PinDrives drives(PinId pin) const { return wired_[pin.value()].drives; }
  const Netlist& nets() const { return nets_; }
  const BoardBounce& bounce() const { return bounce_; }

  // Changes.

  void drive(PinId pin, Drive drive);
  /// Sets a client's override of a pin, beside the pin's own drive.
  void drive_by_hand(PinId pin, Drive drive);
  /// `contact` is an index into the layout's contacts.
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
    /// Throws what a part or a listener throws. After an exception within the batch it leaves the
    /// changes to the next change, or to the next turn.
    ~Batch() noexcept(false) {
      --bench_.batch_depth_;
      if (std::uncaught_exceptions() == exceptions_) bench_.settle();
    }

   private:
    Bench& bench_;
    const int exceptions_ = std::uncaught_exceptions();
  };

 private:
  struct PartEntry {
    std::unique_ptr<Part> part;
    bool kept = false;  ///< from the board before
  };
  /// What each edge needs of a pin, together.
  struct WiredPin {
    PinDrives drives;
    NetId net;
  };
  /// The previous board, and the signals of its pins.
  struct Before {
    std::vector<PartEntry> parts;
    std::vector<WiredPin> wired;
    std::vector<Signal> signals;
  };

  static bool is_output(Drive drive) { return drive.strength >= Strength::strong; }

  Before take_down();
  void set_plan(std::shared_ptr<const BoardPlan> plan);
  void take_over(PreparedBoard& next, Before& before);
  void carry_over(const Before& before, const std::vector<std::optional<PinId>>& moved);
  void publish_differences(const Before& before, const std::vector<std::optional<PinId>>& moved);
  void run_next_timer();
  void settle();
  void look_beyond();
  void publish(std::span<const NetChange> changes);
  void sense(PinId pin);

  TimerQueue& timers_;
  std::uint32_t seed_;
  Time now_;
  std::shared_ptr<const BoardPlan> plan_;
  std::shared_ptr<const PinTable> pins_;  ///< of the plan
  std::vector<PartEntry> parts_;
  std::vector<WiredPin> wired_;  ///< of each pin
  std::vector<std::pair<BeyondBoard*, PinId>> beyond_;
  Netlist nets_;
  NetReaders readers_;
  ChangeFeed changes_;
  int batch_depth_ = 0;
  bool settling_ = false;
  std::vector<std::uint32_t> timer_runs_;  ///< of each part, since it was last reported
  BoardBounce bounce_;
};

}  // namespace pinbridge
