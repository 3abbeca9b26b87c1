#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-buzzer`: a passive piezo buzzer, which sounds while the voltage between its pins
/// alternates, and is silent at a steady one, high or low.
///
/// The frequency is measured over windows of 50 ms, of which the first begins with the sound, and
/// clients are told when a window ends and it is another. What alternates less than twice within a
/// window is no tone, so that the lowest is just above 20 Hz. A pin that floats, or that drives
/// fight over, is at no voltage, and it is silent whatever the other pin does.
PartType buzzer_type();

}  // namespace pinbridge
