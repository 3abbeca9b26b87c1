#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "board/assembly.hpp"

namespace pinbridge::board {

/// All pins of a board, numbered as in its Bench, with the descriptions of their parts.
class BoardPins {
 public:
  /// `assembly` outlives it.
  explicit BoardPins(const Assembly& assembly);

  std::uint32_t count() const { return static_cast<std::uint32_t>(parts_.size()); }
  std::uint32_t part_count() const { return static_cast<std::uint32_t>(layouts_.size()); }

  PinId pin(PartId part, PinIndex index) const {
    return PinId{first_pins_[part.value()] + index.value()};
  }
  PinId pin(PinPlace place) const { return pin(place.part, place.pin); }

  const Layout& layout(PartId part) const { return layouts_[part.value()]; }
  PartId part_of(PinId pin) const { return parts_[pin.value()]; }
  const PinSpec& spec(PinId pin) const;
  const std::string& part_id(PinId pin) const { return assembly_.parts[part_of(pin).value()].id; }
  /// "led1:A"
  std::string name(PinId pin) const { return part_id(pin) + ":" + spec(pin).name; }

 private:
  const Assembly& assembly_;
  std::vector<Layout> layouts_;
  std::vector<std::uint32_t> first_pins_;
  std::vector<PartId> parts_;  ///< of each pin
};

}  // namespace pinbridge::board
