#pragma once

#include <memory>
#include <string>

#include "app/chip_links.hpp"
#include "links/chip/remote_port_chip.hpp"

namespace pinbridge::app {

/// One Remote-Port socket for each chip of type chip-remote-port. QEMU exits when its connection
/// ends, so a chip with a guest cannot be removed from the board.
class RemotePortLinks final : public ChipLinks<chip::RemotePortChip> {
 public:
  using ChipLinks::ChipLinks;

  Result<void> allow(const PreparedBoard& next) const override { return keep_connected(next); }

 protected:
  std::unique_ptr<stream::StreamLink> make_link(const std::string& id,
                                                chip::RemotePortChip& chip) override;
};

}  // namespace pinbridge::app
