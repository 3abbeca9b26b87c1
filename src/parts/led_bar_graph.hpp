#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-led-bar-graph`: ten LEDs, each with its own anode and cathode.
///
/// It shows, from LED 1 to LED 10, as `lit` which are lit now ("1,0,…"), and as `brightness` the
/// brightness of each, 0 to 100 percent ("100,0,…").
PartType led_bar_graph_type();

}  // namespace pinbridge::parts
