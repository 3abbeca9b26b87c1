#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bench/part_type.hpp"

namespace pinbridge::board {

/// The file beside the board that describes such a type: "inverter.chip.json" of "chip-inverter".
/// Unset for other types, and where the name is not that of a file.
std::optional<std::string> custom_chip_file(std::string_view type);

/// The kind of part that a `NAME.chip.json` describes: up to 1000 pins, in order and without the
/// gaps (""), its name, and its controls, which keep the value that they are set to; an attribute
/// of the same name is the first one. It does nothing else until a program embodies it.
///
/// Fails with a sentence if the text is not such a description. `remarks` are the first 100
/// sentences about what is left out of it.
Result<PartType> custom_chip_type(std::string type, std::string_view json,
                                  std::vector<std::string>& remarks);

}  // namespace pinbridge::board
