#pragma once

#include <string>
#include <utility>
#include <vector>

#include "links/chip/socket_chip.hpp"

namespace pinbridge::chip {

/// `chip-ivshmem-gpio`: the registers of a GPIO controller in memory that QEMU's `ivshmem-doorbell`
/// shares.
class IvshmemChip final : public SocketChip {
 public:
  IvshmemChip(GpioChipSettings settings, std::string machine)
      : SocketChip(std::move(settings), std::move(machine)) {}
};

PartType ivshmem_chip_type();

}  // namespace pinbridge::chip
