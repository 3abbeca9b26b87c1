#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "app/link_set.hpp"
#include "links/chip/virtio_chip.hpp"
#include "links/virtio_gpio/virtio_gpio_link.hpp"

namespace pinbridge::app {

/// The socket on which the link of a chip waits for QEMU: from the board file, or derived from the
/// client socket.
std::filesystem::path socket_of(const chip::VirtioChip& chip, const std::filesystem::path& socket,
                                const std::string& id);

/// One virtio-gpio link for each chip of type chip-virtio-gpio.
class VirtioLinks final : public LinkSet {
 public:
  using LinkSet::LinkSet;

  Result<void> start() override;

  /// QEMU cannot reconnect, and a guest's driver only reads the line count once.
  Result<void> allow(const PreparedBoard& next) const override;
  void prune(const PreparedBoard& next) override;

 private:
  struct Entry {
    chip::VirtioChip* chip;
    std::unique_ptr<virtio_gpio::VirtioGpioLink> link;
  };

  std::map<std::string, Entry> links_;  ///< by the chip's id
};

}  // namespace pinbridge::app
