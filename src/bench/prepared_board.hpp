#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/part_instance.hpp"
#include "bench/pin_table.hpp"
#include "bench/wire.hpp"
#include "net/netlist.hpp"

namespace pinbridge {

/// What does not change while a board runs. It can be read by any thread.
struct BoardPlan {
  PinTable pins;
  std::vector<std::map<std::string, std::string>> attributes;   ///< of each part
  std::vector<std::shared_ptr<const std::string>> definitions;  ///< likewise
};

/// A board that a bench can change to (Bench::rewire). Everything that can be computed without the
/// bench is computed here, for example on another thread, because it takes long for a large board.
struct PreparedBoard {
  /// A part of the previous board with the same id, type and pins.
  struct Counterpart {
    PartId part;
    bool same_attributes = false;
  };

  /// `previous` is the plan of the board that this one is going to replace; nullptr for none.
  PreparedBoard(std::vector<PartInstance> new_parts, const std::vector<Wire>& wires,
                std::shared_ptr<const BoardPlan> previous);

  /// The new part of that id; nullptr if there is none. Not after Bench::rewire().
  const Part* find(std::string_view id) const;
  /// Compares with another previous board.
  void compare(std::shared_ptr<const BoardPlan> other);

  std::vector<PartInstance> parts;  ///< their attributes are in the plan
  std::shared_ptr<const BoardPlan> plan;
  Netlist nets;

  std::shared_ptr<const BoardPlan> previous;
  std::vector<std::optional<Counterpart>> counterparts;  ///< of each new part
  std::vector<std::optional<PinId>> moved;  ///< the new pin of the same name, for each previous pin
};

}  // namespace pinbridge
