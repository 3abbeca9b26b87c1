#pragma once

#include <optional>

#include "base/transport.hpp"
#include "links/chip/gpio_chip.hpp"

namespace pinbridge {

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
