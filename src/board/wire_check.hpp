#pragma once

#include <cstdint>
#include <vector>

#include "board/board_pins.hpp"

namespace pinbridge::board {

/// The nets of a board: pins that wires and connections inside parts connect.
struct BoardNets {
  std::uint32_t count = 0;
  std::vector<NetId> of_pin;
  std::vector<bool> wired;  ///< each net: whether a wire touches it, even one that leads nowhere

  NetId of(PinId pin) const { return of_pin[pin.value()]; }
};

/// The level of the supply on each net, by its number; highz where there is none.
std::vector<Level> supply_levels(const BoardPins& pins, const BoardNets& nets);

/// Adds the wires one by one and records invalid connections: VCC and GND (an error; such a wire is
/// left out of the nets), two outputs, an output and a supply.
BoardNets lay_wires(const BoardPins& pins, const Assembly& assembly, Problems& problems);

}  // namespace pinbridge::board
