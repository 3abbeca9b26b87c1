#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `board-bmp180`: a sensor of the controls `temperature`, in °C, and `pressure`, in Pa, on I²C at
/// 0x77. It gives raw values and the coefficients of its data sheet's example, from which a driver
/// computes both; a conversion takes 4.5 to 25.5 ms.
PartType bmp180_type();

}  // namespace pinbridge::parts
