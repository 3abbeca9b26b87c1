#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "bench/bench.hpp"
#include "board/board.hpp"
#include "board/nearest.hpp"

namespace pinbridge::board {

/// Finds the pins that wires name, and warns where there is none.
class PinFinder {
 public:
  /// Both outlive it.
  PinFinder(Problems& problems, Guesser& guesser) : problems_(problems), guesser_(guesser) {}

  /// A part of the board: the next PartId.
  void add_part(const std::string& id, Layout layout);
  /// A part that was left out with a warning, so that its wires need none.
  void add_refused(const std::string& id) { refused_.insert(id); }

  std::optional<PinPlace> find(const PlacedText& end);
  /// The pin's own name in its part.
  const std::string& name_of(const PinPlace& place) const;

 private:
  /// A part's pins.
  struct Pins {
    Layout layout;
    /// Of names and aliases in `layout`; empty for a part of few pins, where comparing is cheaper.
    std::unordered_map<std::string_view, PinIndex> by_name = {};

    std::optional<PinIndex> find(std::string_view name) const;
  };

  std::optional<PinIndex> node_of(const Pins& pins, const PlacedText& end, std::string_view pin);
  std::string explain(const Pins& pins, std::string_view pin);

  Problems& problems_;
  Guesser& guesser_;
  std::vector<std::string> part_ids_;  ///< by PartId
  std::vector<Pins> parts_;            ///< by PartId
  std::unordered_map<std::string, PartId> by_id_;
  std::unordered_set<std::string> refused_;
  std::size_t comparisons_left_ = 1'000'000;  ///< for nodes: some milliseconds
};

}  // namespace pinbridge::board
