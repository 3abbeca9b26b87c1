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
  for (const auto& [name, message] : given.problems()) problems.push_back(name + ": " + message);
  return problems;
}

/// Places the part on its bench once more, as after an edit of the board.
inline void attach_again(PartBench& bench, std::string_view part) {
  const PartId id = bench.bench().find_part(part).value();
  bench.bench().part(id).attach(PartHost(bench.bench(), id));
}

}  // namespace pinbridge::testing
