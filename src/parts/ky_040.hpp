#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-ky-040`: a rotary encoder with a push button. CLK, DT and SW each have a contact to GND,
/// and CLK and DT rest high.
///
/// A detent clockwise: CLK falls, DT falls, CLK rises, DT rises, and a rest, each a quarter of the
/// detent. Counterclockwise CLK and DT are exchanged. A detent takes the attribute `detent-ms`, or
/// 8 ms, as fast as a user spins the knob. These contacts do not bounce; the button's does.
///
/// As in Wokwi, the module pulls CLK and DT up whether VCC is wired or not; SW requires a pull of
/// the board. Without GND no pin ever falls.
PartType ky_040_type();

}  // namespace pinbridge::parts
