#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace pinbridge::fuzz {

/// The bytes of an input, taken piece by piece; zeros after its end.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

  bool empty() const { return rest_.empty(); }

  std::span<const std::uint8_t> bytes(std::size_t most) {
    const auto taken = rest_.first(std::min(most, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

  template <class T>
  T take() {
    T value{};
    const auto taken = bytes(sizeof value);
    std::memcpy(&value, taken.data(), taken.size());
    return value;
  }

  /// A number below `end`.
  std::size_t below(std::size_t end) { return take<std::uint16_t>() % end; }

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace pinbridge::fuzz
