#pragma once

#include "base/result.hpp"

namespace pinbridge::ivshmem {

/// Sends what QEMU reads when it makes its device: the protocol's version, the memory, and the
/// eventfd of its one interrupt. The descriptors stay the caller's.
///
/// Never waits: fails if the socket of the new peer does not accept all of it.
Result<void> send_setup(int socket, int memory, int interrupt);

}  // namespace pinbridge::ivshmem
