#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-dht22` and `wokwi-dht11`: sensors of the controls `temperature`, in °C, and `humidity`,
/// in percent, on one line. A low pulse of the guest of at least 0.8 ms (DHT22) or 10 ms (DHT11)
/// starts an answer of 40 bits: each is 50 µs low, then 26 µs high for a 0 or 70 µs for a 1.
///
/// To an emulated guest such pulses are all alike. With the attribute `timeScale` all times of
/// the answer are so many times longer.
std::vector<PartType> dht_types();

}  // namespace pinbridge::parts
