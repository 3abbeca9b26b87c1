#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/transport.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/arguments/probe.hpp"

namespace pinbridge::qemu {

/// A chip of the board whose link listens already.
struct Chip {
  std::string id;                      ///< the part's
  std::filesystem::path socket;        ///< where its vhost-user back end listens
  std::optional<Transport> transport;  ///< unset: PCI where the machine has it, else mmio
  std::string bus = {};                ///< QEMU's name of it; empty: the machine's usual one
  std::string machine = {};            ///< which guest has it
};

/// What must follow the user's command so that its machine gets the chips: memory that can be
/// shared (the user's own if it can), and a device a chip.
///
/// Fails with ErrorCode::unsupported, and a sentence that names the subject and the solution, if
/// that cannot be: memory that cannot be shared, a machine without PCI and virtio-mmio or without
/// the transport that a chip asks for, a QEMU without the device, one that daemonizes.
Result<std::vector<std::string>> gpio_arguments(const CommandLine& command, const Probe& probe,
                                                const std::vector<Chip>& chips);

/// The same without examining a QEMU, for users to add to their own command: `memory_size` is as
/// for -m, `transport` that of chips that have none of their own.
std::vector<std::string> arguments_for_reading(const std::vector<Chip>& chips,
                                               std::string_view memory_size, Transport transport);

/// Arguments as one line for a shell, quoted only if necessary.
std::string shell_quote(const std::vector<std::string>& arguments);

}  // namespace pinbridge::qemu
