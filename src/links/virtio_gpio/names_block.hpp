#pragma once

#include <string>
#include <vector>

namespace pinbridge::virtio_gpio {

/// The names block of the device (virtio 1.3, 5.18.6.1): a zero-terminated name a line. Names must
/// be 7-bit ASCII and unique: of equal ones the first stays, a byte that is not printable becomes
/// '?'. Empty if no line has a name.
std::string names_block(const std::vector<std::string>& names);

}  // namespace pinbridge::virtio_gpio
