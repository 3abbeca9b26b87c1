#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// WS2812 lights in a chain: `wokwi-neopixel`, `wokwi-led-strip`, `wokwi-led-ring`,
/// `wokwi-led-matrix` and `wokwi-neopixel-matrix`. A bit is a high pulse on DIN: a 1 if it is
/// longer than 0.6 µs. Each light takes the first 24 bits (green, red, blue) and passes on all
/// others, in the end to DOUT. A low of 50 µs shows them. They show `pixels`: "ff0000,00ff00", in
/// the order of the chain. Clients are notified at most once in 20 ms.
///
/// No guest of QEMU makes such pulses, and the times of its own controllers are in whole µs: with
/// the attribute `timeScale` all times are so many times longer.
std::vector<PartType> neopixel_types();

}  // namespace pinbridge::parts
