#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-max7219-matrix`: a chain of `chain` modules of 8×8 LEDs, each with a MAX7219 that takes
/// words of 16 bits on DIN, a bit each time CLK rises, and executes them when CS rises. DOUT, at
/// the far end, repeats what left the last module's register.
///
/// It shows `rows`: for each module, from the one next to DIN, its eight rows as hexadecimal bytes,
/// with commas between the modules; blank in shutdown; and `intensity` of the first, 0 to 15.
PartType max7219_matrix_type();

}  // namespace pinbridge::parts
