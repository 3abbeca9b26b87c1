#pragma once

#include "board/net_reach.hpp"

namespace pinbridge::board {

/// Warns of each part whose lights can never light. A light of several in a part may be left
/// without wires.
void check_lights(const BoardPins& pins, const BoardNets& nets, const NetReach& reach,
                  const Assembly& assembly, Problems& problems);

}  // namespace pinbridge::board
