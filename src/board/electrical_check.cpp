#include "board/electrical_check.hpp"

#include <fmt/format.h>

#include "board/light_check.hpp"
#include "board/net_reach.hpp"
#include "board/open_contacts.hpp"
#include "board/wire_check.hpp"

namespace pinbridge::board {
namespace {

/// The location of each pin in the file: the first wire that names it, or else its part.
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
    return wired ? "nothing on its wires ever drives it; wire it to an output, VCC or GND"
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

/// The parts with several inputs and no wire at all: one warning each is enough.
std::vector<bool> parts_without_wires(const BoardPins& pins, const BoardNets& nets) {
  std::vector<bool> wired(pins.part_count());
  std::vector<std::uint32_t> inputs(pins.part_count());
  for (std::uint32_t i = 0; i < pins.count(); ++i) {
    const std::uint32_t part = pins.part_of(PinId{i}).value();
    if (nets.wired[nets.of(PinId{i}).value()]) wired[part] = true;
    if (pins.spec(PinId{i}).role == PinRole::input) ++inputs[part];
  }
  std::vector<bool> unwired(pins.part_count());
  for (std::size_t i = 0; i < unwired.size(); ++i) unwired[i] = !wired[i] && inputs[i] > 1;
  return unwired;
}

}  // namespace

void check_electrically(const Assembly& assembly, Problems& problems) {
  const BoardPins pins(assembly);
  const BoardNets nets = lay_wires(pins, assembly, problems);
  const NetReach reach(pins, nets, assembly);
  check_lights(pins, nets, reach, assembly, problems);

  const auto places = places_of_pins(pins, assembly);
  const auto unwired = parts_without_wires(pins, nets);
  std::vector<bool> reported(pins.part_count());
  for (std::uint32_t i = 0; i < pins.count(); ++i) {
    const PinId pin{i};
    if (unwired[pins.part_of(pin).value()]) continue;
    const std::string why = why_floating(pin, pins, nets, reach, assembly);
    if (why.empty()) continue;
    if (reach.has_branch_at(pin)) reported[reach.branch_at(pin).value()] = true;
    problems.warning(places[i], fmt::format("{} always floats: {}", pins.name(pin), why),
                     pins.part_id(pin), pins.spec(pin).name);
  }
  for (std::uint32_t i = 0; i < pins.part_count(); ++i) {
    if (!unwired[i]) continue;
    problems.warning(assembly.part_places[i],
                     fmt::format("{} is not wired: its inputs float", assembly.parts[i].id),
                     assembly.parts[i].id);
  }
  check_open_contacts(pins, nets, assembly, reported, problems);
}

}  // namespace pinbridge::board
