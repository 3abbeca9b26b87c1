#pragma once

#include <vector>

#include "bench/bench.hpp"
#include "bench/part_type.hpp"
#include "board/board.hpp"

namespace pinbridge {

/// Where a wire's ends stand in the file.
struct WirePlaces {
  Place from;
  Place to;
};

/// What a Bench is made of, and where it stands in the file.
struct Assembly {
  std::vector<PartInstance> parts;  ///< in the order of the file
  std::vector<Wire> wires;          ///< likewise

  std::vector<Place> part_places;       ///< of each part's id
  std::vector<WirePlaces> wire_places;  ///< of each wire
  /// Pins with a wire to what is not on the bench: the serial monitor, or what is an error.
  std::vector<PinPlace> loose_ends;
};

/// Makes the parts of a board and finds the pins of its wires. What is wrong is noted with its
/// place; a part of a type that the catalog does not have becomes a plain box with the pins that
/// wires name.
Assembly assemble(const Board& board, const Catalog& catalog, Problems& problems);

}  // namespace pinbridge
