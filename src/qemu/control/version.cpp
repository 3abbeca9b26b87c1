#include "qemu/control/version.hpp"

#include <fmt/format.h>

namespace pinbridge::qemu {

std::string Version::text() const {
  return fmt::format("{}.{}", major, minor);
}

}  // namespace pinbridge::qemu
