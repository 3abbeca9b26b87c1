#pragma once

#include "base/time.hpp"
#include "bench/part.hpp"

namespace pinbridge {

/// A part with a pin whose net goes on beyond the board, such as on another bench. The part drives
/// the pin with what the other side drives.
class BeyondBoard {
 public:
  virtual ~BeyondBoard() = default;

  virtual PinIndex beyond_pin() const = 0;

  /// What the board itself drives the net with: its signal without this part's drive. Called
  /// whenever nets were resolved, also if it is the same as before. Must not change the bench.
  virtual void board_drives(Signal signal, Time time) = 0;
};

}  // namespace pinbridge
