#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// `wokwi-vcc`: high, whatever touches it.
PartType vcc_type();

/// `wokwi-gnd`: low, whatever touches it.
PartType gnd_type();

}  // namespace pinbridge
