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
  UsbChip(GpioChipSettings settings, std::string machine, UsbModel model)
      : SocketChip(std::move(settings), std::move(machine)), model_(model) {}

  UsbModel model() const { return model_; }

  std::vector<ControlState> shows() const override;

 protected:
  std::string_view model_name() const override;

 private:
  UsbModel model_;
};

PartType usb_chip_type();

}  // namespace pinbridge::chip
