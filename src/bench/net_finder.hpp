#pragma once

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace pinbridge {

/// Finds which things are connected, from pairs of connected things (disjoint sets).
class NetFinder {
 public:
  explicit NetFinder(std::uint32_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    // The smaller number leads, so that sets are numbered in the order of their first members.
    if (a > b) std::swap(a, b);
    parent_[b] = a;
  }

  /// The first member of the thing's current set.
  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  /// The set of each thing, numbered from 0 without gaps; `count` becomes how many there are.
  std::vector<std::uint32_t> number(std::uint32_t& count) {
    std::vector<std::uint32_t> number(parent_.size());
    count = 0;
    for (std::uint32_t i = 0; i < parent_.size(); ++i) {
      number[i] = root(i) == i ? count++ : number[root(i)];
    }
    return number;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace pinbridge
