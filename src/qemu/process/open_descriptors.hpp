#pragma once

#include <vector>

namespace pinbridge::qemu {

/// The descriptors above the standard streams that are open now. Called first thing in a program it
/// finds those of the user, for QEMU to inherit (`-add-fd`, `-netdev tap,fd=3`).
std::vector<int> open_descriptors();

}  // namespace pinbridge::qemu
