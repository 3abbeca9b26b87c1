#pragma once

#include <string>
#include <utility>

#include "links/chip/socket_chip.hpp"

namespace pinbridge::chip {

/// `chip-opentitan`: the GPIO controller of an OpenTitan machine of lowRISC's QEMU, by its
/// character device.
class OpenTitanChip final : public SocketChip {
 public:
  OpenTitanChip(GpioChipSettings settings, std::string machine)
      : SocketChip(std::move(settings), std::move(machine)) {}
};

PartType opentitan_chip_type();

}  // namespace pinbridge::chip
