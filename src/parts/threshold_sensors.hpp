#pragma once

#include <vector>

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// Sensors that compare what they measure with a limit, and parts that are dials: their digital
/// pins are all that a guest without an analog input can read.
///
/// `wokwi-photoresistor-sensor` (`lux`; DO is high in the dark), `wokwi-gas-sensor` (`ppm`; DOUT is
/// low while there is gas), `wokwi-potentiometer` and `wokwi-slide-potentiometer` (`value`; SIG is
/// high above `limit`), `wokwi-ntc-temperature-sensor` (`temperature`; OUT likewise),
/// `wokwi-analog-joystick` (`horz`, `vert`, `pressed`).
std::vector<PartType> threshold_sensor_types();

}  // namespace pinbridge::parts
