#pragma once

#include <cstdint>
#include <vector>

namespace pinbridge::api {

/// Some of the numbers 0 to n-1, in the order in which they were marked; marking one again costs
/// nothing.
class MarkedSet {
 public:
  void mark(std::uint32_t number) {
    if (number >= marked_.size()) marked_.resize(number + 1);
    if (marked_[number]) return;
    marked_[number] = true;
    numbers_.push_back(number);
  }
  void mark_all(const MarkedSet& others) {
    for (const std::uint32_t number : others.numbers_) mark(number);
  }
  void clear() {
    for (const std::uint32_t number : numbers_) marked_[number] = false;
    numbers_.clear();
  }
  bool empty() const { return numbers_.empty(); }
  const std::vector<std::uint32_t>& numbers() const { return numbers_; }

 private:
  std::vector<bool> marked_;
  std::vector<std::uint32_t> numbers_;
};

}  // namespace pinbridge::api
