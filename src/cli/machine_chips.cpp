#include "cli/machine_chips.hpp"

#include <fmt/ranges.h>

#include "cli/socket_path.hpp"
#include "links/chip/native_chip.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge {

std::set<std::string> MachineChips::machines() const {
  std::set<std::string> names;
  for (const auto& chip : virtio) names.insert(chip.machine);
  for (const auto& chip : native) names.insert(chip.machine);
  return names;
}

MachineChips chips_of(const Assembly& assembly, const std::filesystem::path& socket) {
  MachineChips chips;
  for (const PartInstance& instance : assembly.parts) {
    if (const auto* chip = dynamic_cast<const VirtioChip*>(instance.part.get())) {
      chips.virtio.push_back(
          {instance.id, chip_socket_path(socket, instance.id), chip->transport(), chip->machine()});
    }
    if (const auto* chip = dynamic_cast<const NativeChip*>(instance.part.get())) {
      chips.native.push_back({instance.id, chip->controller(),
                              machine_directory(socket, chip->machine()), chip->machine()});
    }
  }
  return chips;
}

Result<MachineChips> chips_of_machine(MachineChips chips, const std::string& machine) {
  const auto machines = chips.machines();
  if (machine.empty() && machines.size() > 1) {
    return make_error(
        ErrorCode::invalid,
        "the board has chips of {} machines, {}: say which with --machine; a board of "
        "several is served, and each guest started with pinbridge attach",
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
  return chips;
}

}  // namespace pinbridge
