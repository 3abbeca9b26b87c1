#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

// LCDs of lines of text, with an HD44780 and its parallel pins: RS, RW, E, and D0 to D7 or, on a
// bus of four, D4 to D7. VSS, VDD and V0 do nothing: it has power, and contrast, from the
// beginning.
//
// A cycle of the bus begins when E goes high, with RS and RW as they are then. When E goes low,
// what is on the data pins is written. If E floats, or drives fight over it, the cycle is void. Any
// other input reads as 1 where it is high and as 0 where it is low, floats or is fought over, so
// that an RW without a wire is at ground. (In a real one it is pulled up, and nothing can be
// written.) In a read cycle the part drives its data pins while E and RW are high, and at no other
// time.
//
// It shows what an eye sees: `line1` and on, blank while the display is off, with the characters
// that a guest draws as private ones of Unicode (U+E000 to U+E007); `display` 1 while it is on;
// `cursor` as "line,column", counted from 1, or "off"; `blink` 1 where that is a blinking block;
// and `backlight` between A and K, 0 to 100 percent. `early` counts what was written before the
// controller was ready for it. Clients are told at most once in 50 ms.

/// `wokwi-lcd1602`: two lines of 16.
PartType lcd1602_type();

/// `wokwi-lcd2004`: four lines of 20.
PartType lcd2004_type();

}  // namespace pinbridge
