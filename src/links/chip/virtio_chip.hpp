#pragma once

#include <optional>

#include "links/chip/gpio_chip.hpp"

namespace pinbridge {

/// The bus on which a virtio device stands in the guest's machine.
enum class Transport : std::uint8_t { pci, mmio };

/// `chip-virtio-gpio`: a gpiochip that reaches its guest by virtio-gpio over vhost-user.
class VirtioChip final : public GpioChip {
 public:
  VirtioChip(GpioChipSettings settings, std::optional<Transport> transport)
      : GpioChip(std::move(settings)), transport_(transport) {}

  /// Unset: PCI where the machine has it, else virtio-mmio.
  std::optional<Transport> transport() const { return transport_; }

 private:
  std::optional<Transport> transport_;
};

PartType virtio_chip_type();

}  // namespace pinbridge
