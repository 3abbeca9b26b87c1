#pragma once

#include <string>
#include <vector>

#include "bench/bench.hpp"
#include "links/chip/gpio_chip.hpp"

namespace pinbridge {

/// Names for a chip's lines: each is called like the part that it is wired to, directly or through
/// a resistor ("b1"); a part that several lines are wired to gives each its pin as well ("seg:A").
/// Supplies, other chips and what is mere wiring give no name. One name a line, empty where nothing
/// is wired to it; no name twice.
std::vector<std::string> suggest_line_names(const Bench& bench, PartId chip);

}  // namespace pinbridge
