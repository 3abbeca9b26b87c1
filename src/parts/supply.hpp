#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-vcc`: holds its net high.
PartType vcc_type();

/// `wokwi-gnd`: holds its net low.
PartType gnd_type();

}  // namespace pinbridge::parts
