#include "board/problem.hpp"

#include <fmt/format.h>

namespace pinbridge {

std::string describe(const Problem& problem, const std::string& file) {
  const char* severity = problem.severity == Severity::error ? "error" : "warning";
  if (problem.place == Place{}) return fmt::format("{}: {}: {}", file, severity, problem.message);
  return fmt::format("{}:{}:{}: {}: {}", file, problem.place.line, problem.place.column, severity,
                     problem.message);
}

}  // namespace pinbridge
