#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/control/version.hpp"

namespace pinbridge::qemu {

/// Where a QEMU finds the bench that works its machine's own GPIO controllers.
struct NativePaths {
  explicit NativePaths(const std::filesystem::path& directory)
      : qmp(directory / "qmp"), qtest(directory / "qtest"), log(directory / "log") {}

  std::filesystem::path qmp;    ///< a socket on which the bench listens
  std::filesystem::path qtest;  ///< the same
  std::filesystem::path log;    ///< a FIFO that the bench reads
};

/// The id of the monitor that native_arguments() give a QEMU: the second where the machine is
/// stopped for the bench to start it, and the first where the user has it stopped.
inline constexpr std::string_view kMonitorId = "pinbridge-qmp";
inline constexpr std::string_view kMonitorIdToStart = "pinbridge-qmp-start";

/// What must follow the user's command so that the bench can work the machine's own GPIO
/// controllers: QMP and qtest, which connect again when the bench was restarted, the log into the
/// FIFO, and a machine that waits for its inputs; and the monitor that QEMU has by itself, but not
/// beside another one. `version` is that of the command's QEMU.
///
/// Fails with ErrorCode::unsupported, and a sentence that names the subject and the solution, if
/// the user has given QEMU a log file or a qtest socket of their own: it takes one of each.
Result<std::vector<std::string>> native_arguments(const CommandLine& command,
                                                  const Version& version,
                                                  const std::filesystem::path& directory);

/// The same for users to add to their own command, except for that monitor, and for a restarted
/// bench: versions differ in the option.
std::vector<std::string> native_arguments_for_reading(const std::filesystem::path& directory);

}  // namespace pinbridge::qemu
