#include "app/machine_chips.hpp"

#include <fmt/ranges.h>

#include "app/socket_path.hpp"
#include "app/virtio_links.hpp"
#include "links/chip/native_chip.hpp"
#include "links/chip/usb_chip.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge::app {

std::set<std::string> MachineChips::machines() const {
  std::set<std::string> names;
  for (const auto& chip : virtio) names.insert(chip.machine);
  for (const auto& chip : native) names.insert(chip.machine);
  for (const auto& chip : usb) names.insert(chip.machine);
  return names;
}

MachineChips chips_of(const board::Assembly& assembly, const std::filesystem::path& socket) {
  MachineChips chips;
  for (const PartInstance& instance : assembly.parts) {
    if (const auto* chip = dynamic_cast<const chip::VirtioChip*>(instance.part.get())) {
      chips.virtio.push_back({.id = instance.id,
                              .socket = socket_of(*chip, socket, instance.id),
                              .transport = chip->transport(),
                              .bus = chip->bus(),
                              .machine = chip->machine()});
    }
    if (const auto* chip = dynamic_cast<const chip::NativeChip*>(instance.part.get())) {
      chips.native.push_back({instance.id, chip->controller(),
                              machine_directory(socket, chip->machine()), chip->machine()});
    }
    if (const auto* chip = dynamic_cast<const chip::UsbChip*>(instance.part.get())) {
      chips.usb.push_back({.id = instance.id,
                           .socket = chip_socket_path(socket, instance.id),
                           .bus = chip->bus(),
                           .machine = chip->machine()});
    }
  }
  return chips;
}

Result<MachineChips> chips_of_machine(MachineChips chips, const std::string& machine) {
  const auto machines = chips.machines();
  if (machine.empty() && machines.size() > 1) {
    return make_error(ErrorCode::invalid,
                      "the board has chips of {} machines, {}: name one with --machine",
                      machines.size(), fmt::join(machines, ", "));
  }
  if (machine.empty()) return chips;
  if (!machines.contains(machine)) {
    return make_error(ErrorCode::not_found, "the board has no chip of a machine \"{}\"; it has {}",
                      machine,
                      machines.empty() ? "none" : fmt::format("{}", fmt::join(machines, ", ")));
  }
  const auto is_another = [&](const auto& chip) { return chip.machine != machine; };
  std::erase_if(chips.virtio, is_another);
  std::erase_if(chips.native, is_another);
  std::erase_if(chips.usb, is_another);
  return chips;
}

Result<MachineChips> chips_of_only_machine(MachineChips chips) {
  const auto machines = chips.machines();
  if (machines.size() <= 1) return chips;
  return make_error(ErrorCode::invalid,
                    "the board has chips of {} machines, {}: give this guest a board of its "
                    "machine only, or serve the board and start each guest with pinbridge attach",
                    machines.size(), fmt::join(machines, ", "));
}

}  // namespace pinbridge::app
