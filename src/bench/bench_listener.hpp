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
/// no output.
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
  std::vector<PinId> pins;  ///< those that fight, in the order of the board
  Time time;
};

/// The change feed: what a bench tells those who asked, in the order in which it happens. Called
/// from within a turn; it must not change the bench.
class BenchListener {
 public:
  BenchListener() = default;
  BenchListener(const BenchListener&) = delete;
  BenchListener& operator=(const BenchListener&) = delete;
  virtual ~BenchListener() = default;

  /// A pin that somebody watches is in another state than last told.
  virtual void pin_changed(const PinChange& /*change*/) {}

  /// A part's controls, or what it shows, changed.
  virtual void part_changed(PartId /*part*/, Time /*time*/) {}

  /// A client's hand puts something else on a pin than before.
  virtual void hand_changed(PinId /*pin*/, Time /*time*/) {}

  /// Contacts bounce otherwise from now on.
  virtual void bounce_changed(Time /*time*/) {}

  /// A net came to be in conflict; once per occurrence.
  virtual void conflict_began(const Conflict& /*conflict*/) {}

  /// The bench stands for another board now: PinIds and PartIds of before are void. `moved` has for
  /// each old pin the new one of the same name, if there is one, and that is watched as the old one
  /// was. What changed by it is told after this.
  virtual void rewired(std::span<const std::optional<PinId>> /*moved*/) {}

  /// Parts drive each other round and round without an end: the bench stopped following, and these
  /// pins stand as they were then.
  virtual void oscillation(const std::vector<PinId>& /*pins*/, Time /*time*/) {}
};

}  // namespace pinbridge
