#pragma once

#include <string>

#include "bench/attributes.hpp"
#include "bench/part_type.hpp"

namespace pinbridge {

/// Reads a chip's `machine`: which of the board's guests has it.
std::string machine_name(Attributes& attributes);

/// What it reads, for a part's type.
AttributeSpec machine_name_spec();

}  // namespace pinbridge
