#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {

/// The problems of these attributes for a part of the type: "name: message" each.
inline std::vector<std::string> problems_of(std::string_view type,
                                            std::map<std::string, std::string> attributes) {
  Catalog catalog;
  parts::add_parts(catalog);
  Attributes given(std::move(attributes));
  catalog.find(type)->make(given);
  std::vector<std::string> problems;
  for (const AttributeProblem& problem : given.problems()) {
    problems.push_back(fmt::format("{}: {}", problem.name, problem.message));
  }
  return problems;
}

inline PinPlace place_of(const Bench& bench, PinId pin) {
  return {bench.pins().part_of(pin), bench.pins().index_of(pin)};
}

/// Rewires the board without a change: its parts are kept, and placed on new nets.
inline void rewire_as_it_is(Bench& bench) {
  Catalog catalog;
  parts::add_parts(catalog);
  std::vector<PartInstance> parts;
  const PinTable& pins = bench.pins();
  for (std::uint32_t i = 0; i < pins.part_count(); ++i) {
    const std::string& type = pins.part_type(PartId{i});
    Attributes none;
    parts.push_back({pins.part_id(PartId{i}), type, catalog.find(type)->make(none), {}});
  }
  std::vector<Wire> wires;
  for (std::uint32_t i = 0; i < pins.count(); ++i) {
    const PinId pin{i};
    wires.push_back({place_of(bench, pin), place_of(bench, pins.on_net_of(pin).front())});
  }
  bench.rewire(std::move(parts), wires);
}

}  // namespace pinbridge::testing
