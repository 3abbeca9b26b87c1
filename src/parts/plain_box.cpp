#include "parts/plain_box.hpp"

#include <optional>
#include <string_view>

namespace pinbridge::parts {
namespace {

/// "GND", optionally followed by a dot and a number.
bool is_ground(std::string_view pin) {
  constexpr std::string_view kStem = "GND";
  if (!pin.starts_with(kStem)) return false;
  pin.remove_prefix(kStem.size());
  if (pin.empty()) return true;
  return pin.size() > 1 && pin.front() == '.' &&
         pin.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

}  // namespace

Layout PlainBox::layout() const {
  Layout layout;
  std::optional<PinIndex> ground;
  for (const std::string& pin : pins_) {
    const PinIndex index{static_cast<std::uint32_t>(layout.pins.size())};
    layout.pins.emplace_back(pin, PinRole::unknown);
    if (!is_ground(pin)) continue;
    if (ground) {
      layout.joins.emplace_back(*ground, index);
    } else {
      ground = index;
    }
  }
  return layout;
}

}  // namespace pinbridge::parts
