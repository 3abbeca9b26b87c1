#pragma once

#include <utility>

#include "net/level.hpp"

namespace pinbridge::parts {

/// A clock input as its part sees it: only a change from low to high is an edge.
///
/// While its net floats or is in conflict the input keeps its level, so neither makes an edge; nor
/// does its first level.
class ClockInput {
 public:
  /// Takes the input's level now; returns whether it rose.
  bool rises_at(Level level) {
    if (!is_definite(level)) return false;
    return std::exchange(level_, level) == Level::low && level == Level::high;
  }

 private:
  Level level_ = Level::highz;
};

}  // namespace pinbridge::parts
