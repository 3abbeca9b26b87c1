#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bench/pin_id.hpp"
#include "net/level.hpp"

namespace pinbridge {

/// One of the drives on a net.
struct NetDrive {
  enum class By : std::uint8_t {
    part,      ///< the pin's own
    hand,      ///< a client's, on the pin
    resistor,  ///< what is behind the resistor that the pin belongs to
  };

  PinId pin;
  By by = By::part;
  Drive drive;
};

/// The reason of a net's level, for users.
struct NetReport {
  std::vector<PinId> pins;  ///< joined by wires and closed contacts, in the order of the board
  std::vector<NetDrive> drives;
};

class Bench;

/// What wires and closed contacts join to the pin, and what drives it.
NetReport report_net(const Bench& bench, PinId pin);

/// "part", "hand", "resistor".
std::string_view to_string(NetDrive::By by);

}  // namespace pinbridge
