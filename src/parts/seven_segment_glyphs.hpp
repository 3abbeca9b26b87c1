#pragma once

#include <cstdint>
#include <string_view>

namespace pinbridge::parts {

/// The character of seven segments, of which bit 0 is A and bit 6 is G: a digit, a letter or sign
/// that they can form, or a blank. Any other pattern is "?".
///
/// Where a pattern is a digit and a letter alike (0 and O, 1 and l, 5 and S), it is the digit.
std::string_view seven_segment_glyph(std::uint8_t segments);

}  // namespace pinbridge::parts
