#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

// LCDs of lines of text, with an HD44780 and its parallel pins: RS, RW, E, and D0 to D7 or, on a
// 4-bit bus, D4 to D7. VSS, VDD and V0 do nothing: the LCD always has power and contrast.
//
// A bus cycle begins when E goes high, with the RS and RW of that moment. When E goes low, the data
// pins are written. A cycle in which E floats or is in conflict is void. Any other input reads as 1
// where it is high, and as 0 where it is low, floats or is in conflict, so an unwired RW is at
// ground. (The RW of a real LCD is pulled up, so nothing can be written.) In a read cycle the part
// drives its data pins while E and RW are high, and only then.
//
// It shows the visible text: `line1` and on, blank while the display is off. Characters that a
// guest defines are private ones of Unicode (U+E000 to U+E007). `display` is 1 while it is on;
// `cursor` is "line,column", counted from 1, or "off"; `blink` is 1 for a blinking block;
// `backlight`, between A and K, is 0 to 100 percent. `early` counts writes before the controller
// was ready for them. Clients are notified at most once in 50 ms.

/// `wokwi-lcd1602`: two lines of 16.
PartType lcd1602_type();

/// `wokwi-lcd2004`: four lines of 20.
PartType lcd2004_type();

}  // namespace pinbridge::parts
