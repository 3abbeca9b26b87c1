#pragma once

#include <string>

#include "bench/attributes.hpp"
#include "bench/part_type.hpp"

namespace pinbridge::chip {

/// Reads a chip's `machine`: the guest that the chip belongs to.
std::string machine_name(Attributes& attributes);

/// What it reads, for a part's type.
AttributeSpec machine_name_spec();

/// Reads a chip's `bus`: QEMU's name of that into which the chip's device is plugged. Empty if it
/// is not given.
std::string bus_name(Attributes& attributes);

AttributeSpec bus_name_spec();

}  // namespace pinbridge::chip
