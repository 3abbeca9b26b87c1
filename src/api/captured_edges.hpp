#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "base/time.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge::api {

/// An edge of one of a capture's pins.
struct CapturedEdge {
  Time time;
  std::uint16_t channel = 0;
  Level level = Level::highz;
  Direction direction = Direction::in;
};

/// Edges in the order of their times, millions of them. Copies and slices share their memory: they
/// cost a pointer for each kBlock edges, and are not affected by what happens to the original.
class CapturedEdges {
 public:
  static constexpr std::size_t kBlock = 4096;

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  /// `index` is less than size().
  const CapturedEdge& operator[](std::size_t index) const {
    return (*blocks_[(first_ + index) / kBlock])[(first_ + index) % kBlock];
  }
  const CapturedEdge& front() const { return (*this)[0]; }

  void push_back(const CapturedEdge& edge);
  void pop_front();

  /// The edges in the half-open range of indexes.
  CapturedEdges slice(std::size_t begin, std::size_t end) const;
  /// The index of the first edge at or after `time`; size() if there is none.
  std::size_t first_at(Time time) const;

 private:
  /// Has room for kBlock edges from the start, so that its edges stay where they are.
  using Block = std::vector<CapturedEdge>;

  std::deque<std::shared_ptr<Block>> blocks_;  ///< the last may be half full
  std::size_t first_ = 0;                      ///< in the first block
  std::size_t size_ = 0;
};

}  // namespace pinbridge::api
