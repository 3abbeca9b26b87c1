#pragma once

#include <compare>
#include <cstdint>
#include <string>
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
};

/// Collects all that is wrong, in the order in which it is found.
class Problems {
 public:
  void error(Place place, std::string message) {
    list_.push_back({Severity::error, place, std::move(message)});
    has_errors_ = true;
  }
  void warning(Place place, std::string message) {
    list_.push_back({Severity::warning, place, std::move(message)});
  }
  bool has_errors() const { return has_errors_; }
  const std::vector<Problem>& list() const { return list_; }

 private:
  std::vector<Problem> list_;
  bool has_errors_ = false;
};

/// "FILE:12:7: error: message", as compilers write it.
std::string describe(const Problem& problem, const std::string& file);

}  // namespace pinbridge
