#pragma once

#include "board/assembly.hpp"

namespace pinbridge::board {

/// Whether a part represents lines of a guest.
bool has_guest(const Assembly& assembly);

/// Warns of a board with wires of which no part is a guest's: `run` would give the guest no pins.
/// The warning names the microcontroller that can become the guest, if there is one.
void check_for_guest(const Assembly& assembly, Problems& problems);

}  // namespace pinbridge::board
