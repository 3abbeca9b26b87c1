#include "board/problem.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pinbridge {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// A text of the file may have a line end in it, or what a terminal obeys.
std::string printable(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    if (is_control(c)) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      shown += c;
    }
  }
  return shown;
}

}  // namespace

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
  if (problem.place == Place{}) return fmt::format("{}: {}", file, text);
  return fmt::format("{}:{}:{}: {}", file, problem.place.line, problem.place.column, text);
}

}  // namespace pinbridge
