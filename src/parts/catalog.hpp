#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// Adds all parts that need no guest; see docs/reference/parts.md.
void add_parts(Catalog& catalog);

}  // namespace pinbridge::parts
