#pragma once

#include <cstdint>

namespace pinbridge {

/// The bus on which a virtio device stands in the guest's machine.
enum class Transport : std::uint8_t { pci, mmio };

}  // namespace pinbridge
