#include "links/chip/opentitan_chip.hpp"

#include <memory>

#include "links/chip/machine_name.hpp"

namespace pinbridge::chip {

PartType opentitan_chip_type() {
  constexpr std::uint16_t kLines = 32;
  PartType type{.name = "chip-opentitan",
                .summary = "The GPIO controller of an OpenTitan machine of lowRISC's QEMU",
                .attributes = SocketChip::specs("clk,24=led0", "depends on QEMU's model"),
                .make = [](Attributes& attributes) {
                  GpioChipSettings usual;
                  usual.floating.reset();  // masked: QEMU has what the guest's pulls give
                  return std::make_unique<OpenTitanChip>(
                      GpioChipSettings::of_lines(kLines, attributes, usual),
                      machine_name(attributes));
                }};
  type.is_chip = true;
  return type;
}

}  // namespace pinbridge::chip
