#pragma once

#include <string>
#include <vector>

#include "bench/bench.hpp"
#include "bench/part_type.hpp"
#include "board/board.hpp"

namespace pinbridge::board {

/// The places of a wire's ends in the file.
struct WirePlaces {
  Place from;
  Place to;
};

/// An end of a wire of the file that has another name there than its pin: an alias, or a node.
struct RenamedEnd {
  std::size_t connection;
  bool is_from;
  std::string name;  ///< "b1:1.l"
};

/// The parts and wires of a Bench, and their places in the file.
struct Assembly {
  std::vector<PartInstance> parts;  ///< in the order of the file
  /// Likewise; before them, the connections by a medium (bench/in_medium.hpp).
  std::vector<Wire> wires;
  std::size_t by_medium = 0;  ///< how many of the wires are such connections

  std::vector<Place> part_places;       ///< of each part's id
  std::vector<WirePlaces> wire_places;  ///< of each wire; the part's, where a medium connects
  /// Pins with a wire to something that is not on the bench: the serial monitor, or an error.
  std::vector<PinPlace> loose_ends;
  std::vector<RenamedEnd> renamed_ends;
};

/// Makes the parts of a board and finds the pins of its wires. Problems are noted with their
/// places. A part of an unknown type becomes a plain box with the pins that wires name.
Assembly assemble(const Board& board, const Catalog& catalog, Problems& problems);

}  // namespace pinbridge::board
