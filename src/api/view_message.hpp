#pragma once

#include "api/commands.hpp"
#include "api/level_counts.hpp"
#include "api/message.hpp"
#include "api/pieces.hpp"

// The messages of src/api/messages.schema.json that are mainly for pages.

namespace pinbridge::api {

/// A Diagram: the board as in its file, with the states of its parts. To be packed before the board
/// changes.
Pieces diagram_pieces(const Commands& commands);

/// A Still: one part as it is now.
void pack_still(Packer& packer, const Commands& commands, PartId part);

/// A View: the board as it is now. Without `counts`, the pins' edges and times at high are 0. To be
/// packed before the board changes; levels, controls and what parts show are those at the time of
/// packing.
Pieces view_pieces(const Commands& commands, const LevelCounts* counts);

/// A Bounce.
void pack_bounce(Packer& packer, const BoardBounce& bounce);

/// The numbers of PinLevels, without the array around them.
void pack_pin_levels(Packer& packer, const Bench& bench, PinId pin, LevelCounts::Totals totals);

/// A Net, as it is now.
Pieces net_pieces(const Bench& bench, PinId pin);

/// 0 low, 1 high, 2 highz, 3 conflict.
int level_number(Level level);

}  // namespace pinbridge::api
