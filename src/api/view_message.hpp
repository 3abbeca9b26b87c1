#pragma once

#include "api/commands.hpp"
#include "api/level_counts.hpp"
#include "api/message.hpp"

// The messages of src/api/messages.schema.json that pages want and other clients seldom do.

namespace pinbridge {

/// A Diagram: the board as its file has it, with what its parts are at.
void pack_diagram(Packer& packer, const Commands& commands);

/// A Bounce.
void pack_bounce(Packer& packer, const BoardBounce& bounce);

/// The numbers of PinLevels, without the array around them.
void pack_pin_levels(Packer& packer, const Bench& bench, PinId pin, LevelCounts::Totals totals);

/// A Net.
void pack_net(Packer& packer, const Bench& bench, PinId pin);

/// 0 low, 1 high, 2 highz, 3 conflict.
int level_number(Level level);

}  // namespace pinbridge
