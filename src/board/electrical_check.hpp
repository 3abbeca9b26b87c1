#pragma once

#include "board/assembly.hpp"

namespace pinbridge {

/// Notes what cannot work on a board, as far as it can be told before anything runs: short
/// circuits (errors), outputs that fight, lights that never light, inputs that always float
/// (warnings). Its cost is linear in the board's size.
void check_electrically(const Assembly& assembly, Problems& problems);

}  // namespace pinbridge
