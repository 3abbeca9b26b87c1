#pragma once

#include <vector>

#include "bench/bench.hpp"
#include "bench/part_type.hpp"
#include "board/board.hpp"

namespace pinbridge {

/// What a Bench is made of.
struct Assembly {
  std::vector<PartInstance> parts;  ///< in the order of the file
  std::vector<Wire> wires;
};

/// Makes the parts of a board and finds the pins of its wires. What is wrong is noted with its
/// place; a part of a type that the catalog does not have becomes a plain box with the pins that
/// wires name.
Assembly assemble(const Board& board, const Catalog& catalog, Problems& problems);

}  // namespace pinbridge
