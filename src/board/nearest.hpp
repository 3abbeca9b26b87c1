#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pinbridge {

/// The candidate that `word` was probably meant to be; empty if none is near (more than a third of
/// its letters differ). Capital or small makes no difference.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// Guesses what was meant by names that are not there. The work is bounded: after many names on a
/// large board it guesses no more.
class Guesser {
 public:
  /// " (did you mean "led1"?)", or nothing.
  std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

 private:
  std::size_t comparisons_left_ = 250'000;  ///< some hundredths of a second
};

}  // namespace pinbridge
