#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "parts/catalog.hpp"

namespace pinbridge::testing {

/// What a type of part says to these attributes: "name: message", in its order.
inline std::vector<std::string> attribute_problems(std::string_view type,
                                                   std::map<std::string, std::string> values) {
  Catalog catalog;
  add_parts(catalog);
  Attributes attributes(std::move(values));
  catalog.find(type)->make(attributes);
  std::vector<std::string> problems;
  for (const auto& [name, message] : attributes.problems()) {
    problems.push_back(fmt::format("{}: {}", name, message));
  }
  return problems;
}

}  // namespace pinbridge::testing
