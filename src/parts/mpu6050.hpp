#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-mpu6050`: accelerometer, gyroscope and thermometer on I²C, at 0x68, or at 0x69 while AD0
/// is high. It measures the controls `accelX` to `accelZ` (g), `rotationX` to `rotationZ` (degrees
/// a second) and `temperature` (°C) in the ranges that its registers choose, and saturates at their
/// ends. Asleep, as after power-on, it keeps its last measurement. FIFO, interrupts and the
/// auxiliary bus are not modelled: INT stays low.
PartType mpu6050_type();

}  // namespace pinbridge::parts
