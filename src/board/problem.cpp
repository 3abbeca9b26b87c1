#include "board/problem.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/printable.hpp"

namespace pinbridge::board {

void Problems::add(Problem problem) {
  auto& count = problem.severity == Severity::error ? errors_ : warnings_;
  if (++count > kMostOfEach) return;
  problem.message = shortened(problem.message);
  problem.part = shortened(problem.part, kLongestName);
  problem.pin = shortened(problem.pin, kLongestName);
  list_.push_back(std::move(problem));
}

std::vector<Problem> in_file_order(const Problems& problems) {
  auto list = problems.list();
  std::ranges::stable_sort(list, {}, &Problem::place);
  return list;
}

std::string_view to_string(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::string describe(const Problem& problem, const std::string& file) {
  const std::string text =
      fmt::format("{}: {}", to_string(problem.severity), printable(problem.message));
  if (problem.place == Place{}) return fmt::format("{}: {}", printable(file), text);
  return fmt::format("{}:{}:{}: {}", printable(file), problem.place.line, problem.place.column,
                     text);
}

}  // namespace pinbridge::board
