#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-buzzer`: a passive piezo buzzer, which sounds while the voltage between its pins
/// alternates, and is silent at a steady one, high or low.
///
/// The frequency is measured over windows of 50 ms, the first of which begins with the sound.
/// Clients are notified at the end of a window if it has changed. Fewer than two periods within a
/// window are not a tone, so the lowest is just above 20 Hz. A pin that floats or is in conflict
/// has no voltage, and the buzzer is silent whatever the other pin does.
PartType buzzer_type();

}  // namespace pinbridge::parts
