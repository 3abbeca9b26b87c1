#include "links/chip/ivshmem_chip.hpp"

#include <memory>

#include "links/chip/machine_name.hpp"

namespace pinbridge::chip {

PartType ivshmem_chip_type() {
  constexpr std::uint16_t kLines = 32;
  PartType type{.name = "chip-ivshmem-gpio",
                .summary = "32 lines in memory that QEMU's ivshmem-doorbell shares with the guest",
                .attributes = SocketChip::specs("clk,24=led0"),
                .make = [](Attributes& attributes) {
                  return std::make_unique<IvshmemChip>(
                      GpioChipSettings::of_lines(kLines, attributes, {}), machine_name(attributes));
                }};
  type.is_chip = true;
  return type;
}

}  // namespace pinbridge::chip
