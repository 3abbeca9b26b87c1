#pragma once

#include <string>
#include <string_view>

namespace pinbridge::qemu {

/// The package in which Debian 12 and 13 have a QEMU program (given by name or path), for a
/// message; empty if the program is not a qemu-system-….
std::string debian_package(std::string_view program);

}  // namespace pinbridge::qemu
