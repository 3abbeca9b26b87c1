#include "qemu/arguments/device_id.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pinbridge::qemu {

std::string device_id(const std::string& chip, std::set<std::string>& taken) {
  std::string id = "pinbridge-" + chip;
  std::ranges::replace_if(
      id, [](unsigned char c) { return c > 127 || (!std::isalnum(c) && c != '-' && c != '_'); },
      '_');
  std::string candidate = id;
  for (int n = 2; !taken.insert(candidate).second; ++n) candidate = fmt::format("{}-{}", id, n);
  return candidate;
}

}  // namespace pinbridge::qemu
