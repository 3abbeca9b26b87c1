#include "board/board_pins.hpp"

namespace pinbridge::board {

BoardPins::BoardPins(const Assembly& assembly) : assembly_(assembly) {
  for (const PartInstance& instance : assembly.parts) {
    const PartId part{part_count()};
    first_pins_.push_back(count());
    layouts_.push_back(instance.part->layout());
    parts_.insert(parts_.end(), layouts_.back().pins.size(), part);
  }
}

const PinSpec& BoardPins::spec(PinId pin) const {
  const std::uint32_t part = part_of(pin).value();
  return layouts_[part].pins[pin.value() - first_pins_[part]];
}

}  // namespace pinbridge::board
