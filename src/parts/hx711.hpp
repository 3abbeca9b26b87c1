#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-hx711`: an amplifier of a load cell with an analog-to-digital converter, on two lines. It
/// measures the control `load`, in kg. Ten times a second DT falls: a value is ready. Each rise of
/// SCK then shifts out a bit of its 24, the highest first; the 25th ends it. The value is 420 a kg,
/// as in Wokwi, whatever channel and gain further pulses choose.
///
/// SCK that is high for a millisecond switches it off, and low on again, with a value after 400 ms.
/// The real part takes 60 µs for that, which an emulated guest exceeds now and then.
PartType hx711_type();

}  // namespace pinbridge::parts
