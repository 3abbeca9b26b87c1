#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinbridge {

/// A place in a text: line and column count from 1, columns in bytes. {0, 0} is no place.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): a 0 of the compiler's own
  friend auto operator<=>(const Place&, const Place&) = default;
};

enum class Severity : std::uint8_t {
  warning,  ///< the board runs all the same
  error,    ///< it does not
};

/// Something that is not right with a board file.
struct Problem {
  Severity severity;
  Place place;
  std::string message;  ///< names the thing, and what would be right
  std::string part;     ///< the id of the part that it is about; empty if it is about none
  std::string pin;      ///< that part's pin, likewise
};

/// Collects all that is wrong, in the order in which it is found.
class Problems {
 public:
  void add(Problem problem) {
    has_errors_ = has_errors_ || problem.severity == Severity::error;
    list_.push_back(std::move(problem));
  }
  void error(Place place, std::string message, std::string part = {}, std::string pin = {}) {
    add({Severity::error, place, std::move(message), std::move(part), std::move(pin)});
  }
  void warning(Place place, std::string message, std::string part = {}, std::string pin = {}) {
    add({Severity::warning, place, std::move(message), std::move(part), std::move(pin)});
  }
  bool has_errors() const { return has_errors_; }
  const std::vector<Problem>& list() const { return list_; }

 private:
  std::vector<Problem> list_;
  bool has_errors_ = false;
};

/// All of them in the order of the file; those of one place as they were found.
std::vector<Problem> in_file_order(const Problems& problems);

/// "error", "warning".
std::string_view to_string(Severity severity);

/// "FILE:12:7: error: message", as compilers write it: one line, whatever stands in the file.
std::string describe(const Problem& problem, const std::string& file);

}  // namespace pinbridge
