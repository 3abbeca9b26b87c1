#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-led-bar-graph`: ten LEDs, each with its own anode and cathode.
PartType led_bar_graph_type();

}  // namespace pinbridge
