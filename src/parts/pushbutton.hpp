#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-pushbutton`: joins its sides 1 and 2 while pressed; each side has two pins, `l` and `r`.
PartType pushbutton_type();

/// `wokwi-pushbutton-6mm`: the same in a smaller case.
PartType pushbutton_6mm_type();

}  // namespace pinbridge::parts
