#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/arguments/probe.hpp"

namespace pinbridge::qemu {

/// Arguments that give a machine `size` (as for -m) of memory that we can map.
std::vector<std::string> shared_memory(std::string_view size);

/// What must follow the command so that we can map its guest's memory: nothing where the user has
/// given it memory that can be shared.
///
/// Fails with ErrorCode::unsupported, naming the cure, where the user has given it other memory, or
/// the machine takes none.
Result<std::vector<std::string>> memory_arguments(const CommandLine& command, const Probe& probe);

}  // namespace pinbridge::qemu
