#include "board/electrical_check.hpp"

#include <fmt/format.h>

#include "board/light_check.hpp"
#include "board/net_reach.hpp"
#include "board/wire_check.hpp"

namespace pinbridge {
namespace {

/// Where each pin stands in the file: at the first wire that names it, or else where its part does.
std::vector<Place> places_of_pins(const BoardPins& pins, const Assembly& assembly) {
  std::vector<Place> places(pins.count());
  for (std::uint32_t i = 0; i < pins.count(); ++i) {
    places[i] = assembly.part_places[pins.part_of(PinId{i}).value()];
  }
  // From the last to the first, so that the first is what stays.
  for (auto i = assembly.wires.size(); i-- > 0;) {
    places[pins.pin(assembly.wires[i].to).value()] = assembly.wire_places[i].to;
    places[pins.pin(assembly.wires[i].from).value()] = assembly.wire_places[i].from;
  }
  return places;
}

/// Why what reads this pin never reads a level; empty if it may.
std::string why_floating(PinId pin, const BoardPins& pins, const BoardNets& nets,
                         const NetReach& reach, const Assembly& assembly) {
  const PinSpec& spec = pins.spec(pin);
  const bool wired = nets.wired[nets.of(pin).value()];
  if (spec.role == PinRole::input && !reach.can_be_high(pin) && !reach.can_be_low(pin)) {
    return wired ? "nothing that it is wired to ever drives it; wire it to an output, VCC or GND"
                 : "it is not connected; wire it to an output, VCC or GND";
  }
  if (spec.role == PinRole::line && wired && spec.pull == kNoDrive && reach.waits_in_vain(pin)) {
    return fmt::format(
        "{} connects it to nothing that ever drives it; wire the other side of {} "
        "to VCC, GND or an output",
        assembly.parts[reach.branch_at(pin).value()].id,
        assembly.parts[reach.branch_at(pin).value()].id);
  }
  return {};
}

}  // namespace

void check_electrically(const Assembly& assembly, Problems& problems) {
  const BoardPins pins(assembly);
  const BoardNets nets = lay_wires(pins, assembly, problems);
  const NetReach reach(pins, nets, assembly);
  check_lights(pins, nets, reach, assembly, problems);

  const auto places = places_of_pins(pins, assembly);
  for (std::uint32_t i = 0; i < pins.count(); ++i) {
    const PinId pin{i};
    const std::string why = why_floating(pin, pins, nets, reach, assembly);
    if (why.empty()) continue;
    problems.warning(places[i], fmt::format("{} always floats: {}", pins.name(pin), why),
                     pins.part_id(pin), pins.spec(pin).name);
  }
}

}  // namespace pinbridge
