#pragma once

#include <memory>
#include <string>

#include "app/chip_links.hpp"
#include "links/chip/usb_chip.hpp"

namespace pinbridge::app {

/// One redirected USB device for each chip of type chip-usb-gpio.
class UsbLinks final : public ChipLinks<chip::UsbChip> {
 public:
  using ChipLinks::ChipLinks;

 protected:
  std::unique_ptr<stream::StreamLink> make_link(const std::string& id,
                                                chip::UsbChip& chip) override;
};

}  // namespace pinbridge::app
