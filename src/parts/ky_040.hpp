#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-ky-040`: a rotary encoder with a push button. CLK, DT and SW each have a contact to GND,
/// and CLK and DT rest high.
///
/// A detent clockwise: CLK falls, DT falls, CLK rises, DT rises, 2 ms from one to the next and 2 ms
/// of rest; counterclockwise CLK and DT change places. So a detent takes 8 ms, and the knob turns
/// as fast as a hand spins it. These contacts do not bounce; the button's does.
///
/// As in Wokwi, the module pulls CLK and DT up whether VCC is wired or not, and leaves SW to a pull
/// of the board's. Without GND nothing ever falls.
PartType ky_040_type();

}  // namespace pinbridge
