#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/opened_board.hpp"

namespace pinbridge::testing {

/// "warning: what is wrong", in the order in which they were found.
inline std::vector<std::string> problems_of(const app::OpenedBoard& board) {
  std::vector<std::string> said;
  for (const board::Problem& problem : board.problems.list()) {
    said.push_back(fmt::format("{}: {}", to_string(problem.severity), problem.message));
  }
  return said;
}

}  // namespace pinbridge::testing
