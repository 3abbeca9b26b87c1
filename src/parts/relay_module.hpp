#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-relay-module`: joins COM to NC, and to NO while its coil is on.
///
/// The coil is on while IN is high (transistor `npn`) or low (`pnp`) and the module has power. An
/// IN that floats or is in conflict turns it off. Diagrams often leave VCC or GND unwired: a
/// floating one counts as wired. There is no power while VCC is low, GND is high, or one is in
/// conflict.
///
/// The contacts have the times of a small relay and break before they make. With the coil on, COM
/// leaves NC after 7 ms and reaches NO after 8. With it off, COM leaves NO after 3 ms and reaches
/// NC after 4. Closing contacts bounce. A coil that changes before COM has left has no effect;
/// later, COM turns round and is back in 1 ms.
PartType relay_module_type();

}  // namespace pinbridge::parts
