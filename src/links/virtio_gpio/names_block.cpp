#include "links/virtio_gpio/names_block.hpp"

#include <algorithm>
#include <unordered_set>

namespace pinbridge::virtio_gpio {

std::string names_block(const std::vector<std::string>& names) {
  std::string block;
  std::unordered_set<std::string> seen;
  for (std::string name : names) {
    std::replace_if(name.begin(), name.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    if (seen.insert(name).second) block += name;
    block += '\0';
  }
  const bool unnamed = block.size() == names.size();
  return unnamed ? std::string() : block;
}

}  // namespace pinbridge::virtio_gpio
