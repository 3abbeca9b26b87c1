#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/arguments/probe.hpp"

namespace pinbridge::qemu {

/// A chip that is a USB device to its guest.
struct UsbChip {
  std::string id;                ///< the part's
  std::filesystem::path socket;  ///< where the bench waits for QEMU
  std::string bus = {};          ///< QEMU's name of it; empty: the machine's usual one
  std::string machine = {};      ///< which guest has it
};

/// What must follow the user's command so that its machine has the chips on its USB: a device a
/// chip, whose QEMU connects again when the bench was restarted, and a controller where the machine
/// has none of its own.
///
/// Fails with ErrorCode::unsupported, and a sentence that names the subject and the solution, if
/// the machine can have no USB, or QEMU was built without redirection.
Result<std::vector<std::string>> usb_arguments(const CommandLine& command, const Probe& probe,
                                               const std::vector<UsbChip>& chips);

/// The same without examining a QEMU, for users to add to their own command: for a machine with PCI
/// and no USB of its own.
std::vector<std::string> usb_arguments_for_reading(const std::vector<UsbChip>& chips);

}  // namespace pinbridge::qemu
