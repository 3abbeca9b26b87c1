#pragma once

#include "board/assembly.hpp"

namespace pinbridge::board {

/// Records what cannot work on a board, as far as the wires show it before anything runs: short
/// circuits (errors), conflicting outputs, lights that never light, inputs that always float
/// (warnings). Its cost is linear in the board's size.
void check_electrically(const Assembly& assembly, Problems& problems);

}  // namespace pinbridge::board
