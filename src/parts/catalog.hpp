#pragma once

#include "bench/part_type.hpp"

namespace pinbridge {

/// Adds all parts that need no guest; see docs/parts.md.
void add_parts(Catalog& catalog);

}  // namespace pinbridge
