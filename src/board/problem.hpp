#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinbridge::board {

/// A place in a text: line and column count from 1, columns in bytes. {0, 0} is no place.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): a 0 of the compiler's own
  friend auto operator<=>(const Place&, const Place&) = default;
};

enum class Severity : std::uint8_t {
  warning,  ///< the board runs
  error,    ///< the board does not run
};

/// A problem of a board file.
struct Problem {
  Severity severity;
  Place place;
  std::string message;  ///< names the thing, and what would be right
  std::string part;     ///< the id of the part that it is about; empty if it is about none
  std::string pin;      ///< that part's pin, likewise
};

/// Collects problems in the order in which they are found. It keeps the first 1,000 of each
/// severity and counts the others, because a file can contain millions.
class Problems {
 public:
  static constexpr std::size_t kMostOfEach = 1000;
  /// In bytes, of the names of part and pin. A part of the board has no longer id.
  static constexpr std::size_t kLongestName = 200;

  /// Its texts are shortened: they may quote what the file contains.
  void add(Problem problem);
  void error(Place place, std::string message, std::string part = {}, std::string pin = {}) {
    add({Severity::error, place, std::move(message), std::move(part), std::move(pin)});
  }
  void warning(Place place, std::string message, std::string part = {}, std::string pin = {}) {
    add({Severity::warning, place, std::move(message), std::move(part), std::move(pin)});
  }
  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  /// How many there are beside those of the list.
  std::size_t unlisted() const { return errors_ + warnings_ - list_.size(); }
  const std::vector<Problem>& list() const { return list_; }

 private:
  std::vector<Problem> list_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// All of them in the order of the file; those of one place as they were found.
std::vector<Problem> in_file_order(const Problems& problems);

/// "error", "warning".
std::string_view to_string(Severity severity);

/// "FILE:12:7: error: message", as compilers write it: always a single line.
std::string describe(const Problem& problem, const std::string& file);

}  // namespace pinbridge::board
