#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pinbridge::board {

/// The candidate nearest to `word`, without regard to case; empty if none is near (more than a
/// third of its letters differ), or if it is a number. The kind in front of a type ("wokwi-") does
/// not count.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// The same for `count` candidates that are not in one vector.
using CandidateAt = std::function<std::string_view(std::size_t)>;
std::string nearest(std::string_view word, std::size_t count, const CandidateAt& candidate_at);

/// What there is in place of a name that is not there: "A, C"; "40 pins, 0 to 39" if it is many.
/// `count` is not 0.
std::string list_pins(std::size_t count, const CandidateAt& name_at);

/// Suggests names for unknown ones. The work is bounded: after many names on a large board there
/// are no more suggestions.
class Guesser {
 public:
  /// 250,000 comparisons of short words take some hundredths of a second.
  explicit Guesser(std::size_t most_comparisons = 250'000) : comparisons_left_(most_comparisons) {}

  /// " (did you mean "led1"?)", or nothing.
  std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);
  std::string did_you_mean(std::string_view word, std::size_t count,
                           const CandidateAt& candidate_at);

 private:
  std::size_t comparisons_left_;
};

}  // namespace pinbridge::board
