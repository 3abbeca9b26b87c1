#include "links/chip/line_names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace pinbridge::chip {
namespace {

/// Chips of guests. Other types of that form are custom chips, which are parts like any other.
constexpr std::array<std::string_view, 7> kGuestsChips{
    "chip-virtio-gpio", "chip-native-gpio", "chip-usb-gpio",    "chip-message-queue",
    "chip-opentitan",   "chip-remote-port", "chip-ivshmem-gpio"};

/// What only carries a level, brings one or looks at it.
bool is_nameless(const std::string& type) {
  return type == "wokwi-vcc" || type == "wokwi-gnd" || type == "wokwi-junction" ||
         type == "wokwi-logic-analyzer" || type.starts_with("wokwi-breadboard") ||
         std::ranges::count(kGuestsChips, type) > 0;
}
bool is_supply(const std::string& type) {
  return type == "wokwi-vcc" || type == "wokwi-gnd";
}
bool is_resistor(const std::string& type) {
  return type == "wokwi-resistor";
}
bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

bool has_supply(const PinTable& pins, PinId pin) {
  return std::ranges::any_of(pins.on_net_of(pin), [&](PinId other) {
    return is_supply(pins.part_type(pins.part_of(other)));
  });
}

/// The first pin on the net of `pin` that belongs to something worth a name; through one resistor
/// if there is none, unless it pulls the line to a supply.
std::optional<PinId> neighbour(const PinTable& pins, PartId chip, PinId pin,
                               bool through_resistors) {
  std::vector<PinId> far_ends;
  for (const PinId other : pins.on_net_of(pin)) {
    const PartId part = pins.part_of(other);
    const std::string& type = pins.part_type(part);
    if (part == chip || is_nameless(type)) continue;
    if (!is_resistor(type)) return other;
    for (std::uint32_t i = 0; i < pins.count_of(part); ++i) {
      const PinId end = pins.at(part, PinIndex{i});
      if (end != other && !has_supply(pins, end)) far_ends.push_back(end);
    }
  }
  if (!through_resistors) return std::nullopt;
  for (const PinId end : far_ends) {
    if (const auto found = neighbour(pins, chip, end, false)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> suggest_line_names(const PinTable& pins, PartId chip) {
  const std::uint32_t count = pins.count_of(chip);
  std::vector<std::optional<PinId>> neighbours(count);
  std::map<PartId, int> lines_of_part;
  for (std::uint32_t i = 0; i < count; ++i) {
    neighbours[i] = neighbour(pins, chip, pins.at(chip, PinIndex{i}), true);
    if (neighbours[i]) ++lines_of_part[pins.part_of(*neighbours[i])];
  }
  std::vector<std::string> names(count);
  std::set<std::string> taken;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!neighbours[i]) continue;
    const PartId part = pins.part_of(*neighbours[i]);
    const std::string& name =
        lines_of_part[part] == 1 ? pins.part_id(part) : pins.name(*neighbours[i]);
    if (is_ascii(name) && taken.insert(name).second) names[i] = name;
  }
  return names;
}

}  // namespace pinbridge::chip
