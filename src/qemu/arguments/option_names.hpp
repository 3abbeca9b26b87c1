#pragma once

#include <cstdint>
#include <string_view>

namespace pinbridge::qemu {

/// Whether the next argument belongs to an option.
enum class Takes : std::uint8_t { nothing, value, unknown };

/// What QEMU's option of this name (without its dashes) takes, in all versions from 5 to 11;
/// unknown if none of them has it.
Takes option_takes(std::string_view name);

}  // namespace pinbridge::qemu
