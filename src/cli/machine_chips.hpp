#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "board/assembly.hpp"
#include "links/controllers/controller_choice.hpp"
#include "qemu/gpio_arguments.hpp"

namespace pinbridge {

/// A chip that stands for a controller of the machine's own.
struct NativeChipPlace {
  std::string id;  ///< the part's
  ControllerChoice controller;
  std::filesystem::path directory;  ///< where the machine's QEMU finds the bench
  std::string machine;
};

/// The chips of a board, or of one of its machines, by the way in which they reach their guests.
struct MachineChips {
  std::vector<qemu::Chip> virtio;
  std::vector<NativeChipPlace> native;

  std::set<std::string> machines() const;
};

/// The chips of a board that is served on `socket`.
MachineChips chips_of(const Assembly& assembly, const std::filesystem::path& socket);

/// The chips of one machine of a board: of `machine`, or where that is empty of the only one there
/// is. Fails with a sentence that names the board's machines.
Result<MachineChips> chips_of_machine(MachineChips chips, const std::string& machine);

}  // namespace pinbridge
