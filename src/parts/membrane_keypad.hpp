#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-membrane-keypad`: keys in four rows and four (or three) columns; each joins its row's pin
/// to its column's while pressed, and its control is its label. There are no diodes: three keys at
/// the corners of a rectangle look like all four.
PartType membrane_keypad_type();

}  // namespace pinbridge::parts
