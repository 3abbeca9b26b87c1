#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-tm1637-7segment`: a display of four digits and a colon on two lines. It shows `text`
/// ("12:34"), `segments` (two hexadecimal digits for each digit; bit 0 is A, bit 6 is G, and bit 7
/// of the second digit is the colon) and `intensity` (0 while it is off, else 1 to 8). Clients are
/// notified at most once in 20 ms. Keys are not modelled: a read of keys finds none.
PartType tm1637_type();

}  // namespace pinbridge::parts
