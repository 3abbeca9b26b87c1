#pragma once

#include <string>
#include <vector>

#include "bench/pin_table.hpp"

namespace pinbridge::chip {

/// Names for a chip's lines: each is called like the part that it is wired to, directly or through
/// a resistor ("b1"); a part that several lines are wired to gives each its pin as well ("seg:A").
/// Supplies, other chips and wiring parts give no name. One name per line, empty if nothing is
/// wired to it; no name twice.
std::vector<std::string> suggest_line_names(const PinTable& pins, PartId chip);

}  // namespace pinbridge::chip
