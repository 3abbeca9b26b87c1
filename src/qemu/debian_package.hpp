#pragma once

#include <string>
#include <string_view>

namespace pinbridge::qemu {

/// The package in which Debian 12 and 13 have a QEMU program (given by name or path), for a
/// sentence; empty if it is no qemu-system-….
std::string debian_package(std::string_view program);

}  // namespace pinbridge::qemu
