#pragma once

#include <cstdint>

namespace pinbridge {

/// The bus of a virtio device in the guest's machine.
enum class Transport : std::uint8_t { pci, mmio };

}  // namespace pinbridge
