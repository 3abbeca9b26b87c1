#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bench/bench.hpp"

namespace pinbridge::api {

/// How often each pin of a bench changed, and how long it was high, since counting began: totals,
/// so that a viewer that skips frames misses nothing.
class LevelCounts {
 public:
  struct Totals {
    std::uint64_t edges = 0;
    Duration high{};
  };

  /// Starts again with all counts at zero.
  explicit LevelCounts(const Bench& bench);

  void pin_changed(const PinChange& change);
  /// See BenchListener: pins with the same name keep their counts.
  void rewired(const Bench& bench, std::span<const std::optional<PinId>> moved);

  Totals totals(PinId pin, Time now) const;

 private:
  struct Count {
    Totals totals;  ///< until `since`
    Time since;     ///< of the last change
    Level level = Level::highz;
  };

  std::vector<Count> counts_;  ///< by PinId
};

}  // namespace pinbridge::api
