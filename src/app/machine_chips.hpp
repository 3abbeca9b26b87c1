#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "board/assembly.hpp"
#include "links/controllers/controller_choice.hpp"
#include "qemu/arguments/gpio_arguments.hpp"
#include "qemu/arguments/usb_arguments.hpp"

namespace pinbridge::app {

/// A chip that represents one of the machine's own controllers.
struct NativeChipPlace {
  std::string id;  ///< the part's
  controllers::ControllerChoice controller;
  std::filesystem::path directory;  ///< where the machine's QEMU finds the bench
  std::string machine;
};

/// The chips of a board, or of one of its machines, by kind of link.
struct MachineChips {
  std::vector<qemu::Chip> virtio;
  std::vector<NativeChipPlace> native;
  std::vector<qemu::UsbChip> usb;

  std::set<std::string> machines() const;
};

/// The chips of a board that is served on `socket`.
MachineChips chips_of(const board::Assembly& assembly, const std::filesystem::path& socket);

/// The chips of one machine of a board: of `machine` or, if that is empty, of the only machine. On
/// failure, the error names the board's machines.
Result<MachineChips> chips_of_machine(MachineChips chips, const std::string& machine);
/// The chips of a board that is for one machine only.
Result<MachineChips> chips_of_only_machine(MachineChips chips);

}  // namespace pinbridge::app
