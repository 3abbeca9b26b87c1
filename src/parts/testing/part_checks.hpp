#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {

/// What a part of the type finds wrong with these attributes: "name: message", each.
inline std::vector<std::string> problems_of(std::string_view type,
                                            std::map<std::string, std::string> attributes) {
  Catalog catalog;
  add_parts(catalog);
  Attributes given(std::move(attributes));
  catalog.find(type)->make(given);
  std::vector<std::string> problems;
  for (const AttributeProblem& problem : given.problems()) {
    problems.push_back(fmt::format("{}: {}", problem.name, problem.message));
  }
  return problems;
}

inline PinPlace place_of(const Bench& bench, PinId pin) {
  const PartId part = bench.part_of(pin);
  return {part, PinIndex{pin.value() - bench.pin(part, PinIndex{0}).value()}};
}

/// Edits the board and changes nothing: its parts go on, and are placed on nets that are new.
inline void rewire_as_it_is(Bench& bench) {
  Catalog catalog;
  add_parts(catalog);
  std::vector<PartInstance> parts;
  for (std::uint32_t i = 0; i < bench.part_count(); ++i) {
    const std::string& type = bench.part_type(PartId{i});
    Attributes none;
    parts.push_back({bench.part_id(PartId{i}), type, catalog.find(type)->make(none), {}});
  }
  std::vector<Wire> wires;
  for (std::uint32_t i = 0; i < bench.pin_count(); ++i) {
    const PinId pin{i};
    wires.push_back({place_of(bench, pin), place_of(bench, bench.pins_on_net_of(pin).front())});
  }
  bench.rewire(std::move(parts), wires);
}

}  // namespace pinbridge::testing
