#pragma once

#include <set>
#include <string>

namespace pinbridge::qemu {

/// A chip's id as QEMU accepts it, with "pinbridge-" in front, unlike those that are taken; it is
/// taken then.
std::string device_id(const std::string& chip, std::set<std::string>& taken);

}  // namespace pinbridge::qemu
