#pragma once

#include <cstdint>

namespace pinbridge::virtio {

/// A set with the one feature of that number.
constexpr std::uint64_t bit(int number) {
  return std::uint64_t{1} << number;
}

constexpr bool has(std::uint64_t features, int number) {
  return (features & bit(number)) != 0;
}

}  // namespace pinbridge::virtio
