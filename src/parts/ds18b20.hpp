#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-ds18b20` and `board-ds18b20`: a thermometer on a 1-Wire bus. It measures the control
/// `temperature`, in °C, with 9 to 12 bits; a conversion of 12 bits takes 750 ms. Its address is
/// the attribute `familyCode`, the six bytes of `deviceID` in the order in which they are sent, and
/// their check sum. Its EEPROM keeps the alarm limits and the resolution while the board runs.
///
/// A controller samples a slot 15 µs after it has begun. See OneWireTarget for guests that are
/// slower.
std::vector<PartType> ds18b20_types();

}  // namespace pinbridge::parts
