#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace pinbridge {

/// An index without conversions: a NetId is neither a PinId nor a number.
template <class Tag, class Rep = std::uint32_t>
class StrongId {
 public:
  constexpr StrongId() = default;
  constexpr explicit StrongId(Rep value) : value_(value) {}
  constexpr Rep value() const { return value_; }
  // NOLINTNEXTLINE(modernize-use-nullptr): a 0 of the compiler's own
  friend constexpr auto operator<=>(StrongId, StrongId) = default;

 private:
  Rep value_ = 0;
};

/// Linux's number of a line within its gpiochip, 0 upward.
using LineOffset = StrongId<struct LineOffsetTag, std::uint16_t>;

}  // namespace pinbridge

template <class Tag, class Rep>
struct std::hash<pinbridge::StrongId<Tag, Rep>> {
  std::size_t operator()(pinbridge::StrongId<Tag, Rep> id) const noexcept {
    return std::hash<Rep>{}(id.value());
  }
};
