#pragma once

#include <memory>
#include <string>

#include "app/chip_links.hpp"
#include "links/chip/ivshmem_chip.hpp"
#include "links/ivshmem/ivshmem_link.hpp"

namespace pinbridge::app {

/// One server of shared memory for each chip of type chip-ivshmem-gpio. QEMU cannot connect again,
/// so a chip with a guest cannot be removed from the board.
class IvshmemLinks final : public ChipLinks<chip::IvshmemChip, ivshmem::IvshmemLink> {
 public:
  using ChipLinks::ChipLinks;

  Result<void> allow(const PreparedBoard& next) const override { return keep_connected(next); }

 protected:
  std::unique_ptr<ivshmem::IvshmemLink> make_link(const std::string& id,
                                                  chip::IvshmemChip& chip) override;
};

}  // namespace pinbridge::app
