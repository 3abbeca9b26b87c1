#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/level.hpp"

namespace pinbridge::chip {

/// Reads a chip's `pull`: "12-23:up,4:down" is the pull that each of `count` lines has; others have
/// none.
Result<std::vector<Drive>> parse_pulls(std::string_view text, std::uint16_t count);

/// Reads a chip's `names`: "clk,data,,24=led0,led1" names lines 0, 1, 24 and 25; others stay empty.
/// Names are printable ASCII, up to 31 bytes, as Linux's tools show them, and unique.
Result<std::vector<std::string>> parse_names(std::string_view text, std::uint16_t count);

}  // namespace pinbridge::chip
