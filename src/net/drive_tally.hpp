#pragma once

#include <array>
#include <cstdint>

#include "net/level.hpp"

namespace pinbridge {

/// The number of drives of each strength and level. Resolving them costs the same for two drives as
/// for ten thousand.
class DriveTally {
 public:
  /// Adding or removing no drive changes nothing; a `conflict` counts as one low and one high.
  void add(Signal drive);
  /// What is removed was added before.
  void remove(Signal drive);
  /// Adds all that `other` counts.
  void merge(const DriveTally& other);

  /// The resulting level; see the truth table at its definition.
  Signal resolve() const;

  bool has_supply() const { return count_[2][0] + count_[2][1] != 0; }

 private:
  /// [pull, strong, supply] × [low, high]
  std::array<std::array<std::uint32_t, 2>, 3> count_{};
};

/// The signal after a resistor: the same level, as `pull`.
constexpr Signal through_resistor(Signal signal) {
  if (signal.strength == Strength::none) return signal;
  return {signal.level, Strength::pull};
}

}  // namespace pinbridge
