#include "board/guest_check.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "board/microcontroller.hpp"

namespace pinbridge::board {

bool has_guest(const Assembly& assembly) {
  const auto is_line = [](const PinSpec& pin) { return pin.role == PinRole::line; };
  return std::ranges::any_of(assembly.parts, [&](const PartInstance& instance) {
    return std::ranges::any_of(instance.part->layout().pins, is_line);
  });
}

void check_for_guest(const Assembly& assembly, Problems& problems) {
  if (assembly.wires.empty() || has_guest(assembly)) return;
  for (std::size_t i = 0; i < assembly.parts.size(); ++i) {
    const PartInstance& instance = assembly.parts[i];
    if (!dynamic_cast<const Microcontroller*>(instance.part.get())) continue;
    return problems.warning(assembly.part_places[i],
                            fmt::format("this board has no chip of a guest, so run gives the guest "
                                        "no pins; {0} can become the guest: --chip {0}=virtio-gpio",
                                        instance.id),
                            instance.id);
  }
  problems.warning({},
                   "this board has no chip of a guest, so run gives the guest no pins; add a part "
                   "of type \"chip-virtio-gpio\"");
}

}  // namespace pinbridge::board
