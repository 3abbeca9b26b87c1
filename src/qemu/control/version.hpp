#pragma once

#include <string>

namespace pinbridge::qemu {

struct Version {
  int major = 0;
  int minor = 0;
  friend bool operator<(const Version& a, const Version& b) {
    return a.major != b.major ? a.major < b.major : a.minor < b.minor;
  }
  std::string text() const;
};

/// From this version on a guest gets interrupts over vhost-user (before: values only).
inline constexpr Version kFirstWithInterrupts{9, 0};

}  // namespace pinbridge::qemu
