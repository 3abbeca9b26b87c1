#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/transport.hpp"
#include "links/chip/gpio_chip.hpp"

namespace pinbridge::chip {

/// `chip-virtio-gpio`: a gpiochip that reaches its guest by virtio-gpio over vhost-user.
class VirtioChip final : public GpioChip {
 public:
  /// The hardware that the guest sees: it cannot change while a guest is connected.
  struct Device {
    std::string machine;                 ///< which of the board's guests has it
    std::optional<Transport> transport;  ///< unset: PCI where the machine has it, else virtio-mmio
    std::string socket = {};             ///< where its link waits; empty: beside the clients'
    std::string bus = {};                ///< QEMU's name of it; empty: chosen by the machine
  };

  VirtioChip(GpioChipSettings settings, Device device)
      : GpioChip(std::move(settings)), device_(std::move(device)) {}

  const std::string& machine() const { return device_.machine; }
  std::optional<Transport> transport() const { return device_.transport; }
  const std::string& given_socket() const { return device_.socket; }
  const std::string& bus() const { return device_.bus; }

  /// What `next` would change of the hardware, as a sentence's part: "its line count from 32 to
  /// 16". Empty if nothing.
  std::string hardware_change(const VirtioChip& next) const;

  /// Where its link waits for a guest, for clients to see; empty while it does not.
  void set_socket(std::string path) { socket_ = std::move(path); }

  bool become(Part& next) override;
  std::vector<ControlState> shows() const override;

 private:
  Device device_;

  std::string socket_;
};

PartType virtio_chip_type();

}  // namespace pinbridge::chip
