#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "bench/part.hpp"
#include "bench/pin_id.hpp"
#include "net/level.hpp"

namespace pinbridge {

/// Whether a pin drives its net (an output of a guest or of a part, VCC, GND) or listens. A pull is
/// not an output.
enum class Direction : std::uint8_t { in, out };

/// "in", "out".
std::string_view to_string(Direction direction);

struct PinState {
  Direction direction = Direction::in;
  Level level = Level::highz;

  friend bool operator==(const PinState&, const PinState&) = default;
};

struct PinChange {
  PinId pin;
  PinState state;
  Time time;
};

/// Drives of equal strength that disagree on a net.
struct Conflict {
  std::vector<PinId> pins;  ///< those with the conflicting drives, in the order of the board
  Time time;
};

/// The change feed: notifications of a bench, in the order of the changes. Called within a turn; a
/// listener must not change the bench.
class BenchListener {
 public:
  BenchListener() = default;
  BenchListener(const BenchListener&) = delete;
  BenchListener& operator=(const BenchListener&) = delete;
  virtual ~BenchListener() = default;

  /// A watched pin's state differs from the last notification.
  virtual void pin_changed(const PinChange& /*change*/) {}

  /// A part's controls, or what it shows, changed.
  virtual void part_changed(PartId /*part*/, Time /*time*/) {}

  /// A client's override of a pin has changed.
  virtual void hand_changed(PinId /*pin*/, Time /*time*/) {}

  /// The bounce of contacts was changed.
  virtual void bounce_changed(Time /*time*/) {}

  /// A net came to be in conflict; once per occurrence.
  virtual void conflict_began(const Conflict& /*conflict*/) {}

  /// The bench has another board now: previous PinIds and PartIds are invalid. `moved` has for each
  /// old pin the new one of the same name, if there is one, which is watched as the old one was.
  /// Changes that follow from it are notified after this.
  virtual void rewired(std::span<const std::optional<PinId>> /*moved*/) {}

  /// Timers are due faster than they run, or nothing ran for a while: the bench leaves out time,
  /// and clocks miss pulses. `busiest` is the part with most timers since the last call.
  virtual void fell_behind(std::optional<PartId> /*busiest*/, Time /*time*/) {}

  /// Parts drive each other without end: the bench stopped the oscillation, and these pins keep
  /// their last levels.
  virtual void oscillation(const std::vector<PinId>& /*pins*/, Time /*time*/) {}
};

}  // namespace pinbridge
