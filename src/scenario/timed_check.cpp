#include "scenario/timed_check.hpp"

namespace pinbridge::scenario {

std::string Seen::text() const {
  std::string all;
  for (const std::string& one : texts_) all += (all.empty() ? "" : ", ") + one;
  if (count_ > kMostListed) all += fmt::format(" and {} more", count_ - kMostListed);
  return all;
}

}  // namespace pinbridge::scenario
