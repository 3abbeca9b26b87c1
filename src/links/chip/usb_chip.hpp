#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "links/chip/socket_chip.hpp"

namespace pinbridge::chip {

/// The USB device that a chip is to its guest.
enum class UsbModel : std::uint8_t { cp2112, dln2 };

/// `chip-usb-gpio`: a GPIO adapter that is plugged into the guest's USB.
class UsbChip final : public SocketChip {
 public:
  /// `bus`: QEMU's name of it; empty: chosen by the machine.
  UsbChip(GpioChipSettings settings, std::string machine, UsbModel model, std::string bus = {})
      : SocketChip(std::move(settings), std::move(machine)), model_(model), bus_(std::move(bus)) {}

  UsbModel model() const { return model_; }
  const std::string& bus() const { return bus_; }

  bool become(Part& next) override;
  std::vector<ControlState> shows() const override;

 protected:
  std::string_view model_name() const override;

 private:
  UsbModel model_;
  std::string bus_;
};

PartType usb_chip_type();

}  // namespace pinbridge::chip
