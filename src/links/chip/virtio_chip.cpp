#include "links/chip/virtio_chip.hpp"

namespace pinbridge {

PartType virtio_chip_type() {
  PartType type{
      .name = "chip-virtio-gpio",
      .summary = "A gpiochip of a guest, by virtio-gpio: its pins are the guest's lines",
      .attributes = GpioChipSettings::specs(),
      .make = [](Attributes& attributes) {
        using Choice = std::optional<Transport>;
        const auto transport = attributes.choice<Choice>(
            "transport", {{"pci", Choice(Transport::pci)}, {"mmio", Choice(Transport::mmio)}}, {});
        return std::make_unique<VirtioChip>(GpioChipSettings::from(attributes), transport);
      }};
  type.attributes.push_back(
      {"transport", "pci where the machine has it, else mmio", "the virtio bus: pci or mmio"});
  return type;
}

}  // namespace pinbridge
