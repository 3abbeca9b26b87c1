#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "bench/part_type.hpp"

namespace pinbridge::board {

/// The kind of part that a `NAME.chip.json` describes: its pins, in order and without the gaps
/// (""), its name, and its controls, which keep the value that they are set to. It does nothing
/// else until a program embodies it. Fails with a sentence if the text is no such description.
Result<PartType> custom_chip_type(std::string type, std::string_view json);

}  // namespace pinbridge::board
