#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-relay-module`: joins COM to NC, and to NO while its coil is on.
///
/// The coil is on while IN is high (transistor `npn`) or low (`pnp`) and the module has power; an
/// IN that floats or is in conflict turns it off. Diagrams often leave VCC or GND unwired: one that
/// floats counts as wired, and there is no power while VCC is low or GND high, or one in conflict.
///
/// The contacts follow as those of a small relay do, and break before they make: with the coil on,
/// COM leaves NC after 7 ms and reaches NO after 8; with it off, COM leaves NO after 3 ms and
/// reaches NC after 4. What closes bounces. A coil that changes its mind before COM has left stays
/// without effect; on the way, COM turns round and is back in 1 ms.
PartType relay_module_type();

}  // namespace pinbridge
