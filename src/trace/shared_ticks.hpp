#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace pinbridge::trace {

/// Finds the edges of a recording that its timescale cannot separate: those that follow an earlier
/// time, or the start of the recording at 0, within the same unit. Edges of one time are not
/// separate in any timescale and do not count.
class SharedTicks {
 public:
  /// `unit` is the timescale, as parse_timescale() returns it.
  explicit SharedTicks(Duration unit) : unit_(unit) {}

  /// An edge at `time`, which counts from 0 and is never less than before.
  void add(Duration time);

  /// How many edges have the tick of an earlier time.
  std::uint64_t edges() const { return edges_; }

  /// The greatest timescale, at most `unit`, that gives different times different ticks.
  Duration separating_unit() const { return separating_; }

 private:
  Duration unit_;
  Duration separating_ = unit_;
  Duration first_{};  ///< of the present tick
  Duration last_{};
  std::uint64_t edges_ = 0;
};

}  // namespace pinbridge::trace
