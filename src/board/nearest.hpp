#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pinbridge {

/// The candidate that `word` was probably meant to be; empty if none is near (more than a third of
/// its letters differ).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// " (did you mean "led1"?)", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace pinbridge
