#pragma once

#include <utility>

#include "net/level.hpp"

namespace pinbridge {

/// A clock input as its part sees it: only a change from low to high is an edge.
///
/// While its net floats or is in conflict the input stays where it was, so that neither makes an
/// edge; nor does the first level that it comes to.
class ClockInput {
 public:
  /// Takes what the input is at now; whether it rose by that.
  bool rises_at(Level level) {
    if (!is_definite(level)) return false;
    return std::exchange(level_, level) == Level::low && level == Level::high;
  }

 private:
  Level level_ = Level::highz;
};

}  // namespace pinbridge
