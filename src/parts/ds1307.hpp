#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-ds1307`: a clock with 56 bytes of memory on I²C, at 0x68. Its time starts at `initTime`
/// and goes on by the bench's clock. "now" is the host's time in UTC, as Linux expects it of such a
/// clock. SQW is an open drain with a pull-up: by the control register it is low, released, or a
/// square wave of 1 Hz to 32.768 kHz while it is wired.
PartType ds1307_type();

}  // namespace pinbridge::parts
