#pragma once

#include <string_view>

#include "base/result.hpp"

namespace pinbridge::trace {

/// The lines of a text file, without their ends, with their numbers from 1.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  /// False at the end of the text.
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const auto end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return true;
  }

  std::size_t number() const { return number_; }

  /// An error in the line that was read last, or in a text without lines.
  Error error(const std::string& message) const {
    if (number_ == 0) return make_error(ErrorCode::invalid, "{}", message);
    return make_error(ErrorCode::invalid, "line {}: {}", number_, message);
  }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// Takes the next word off a line; empty at its end.
inline std::string_view take_word(std::string_view& line) {
  constexpr std::string_view kBlank = " \t";
  const auto begin = line.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) {
    line = {};
    return {};
  }
  line.remove_prefix(begin);
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace pinbridge::trace
