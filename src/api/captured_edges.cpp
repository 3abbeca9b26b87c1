#include "api/captured_edges.hpp"

#include <algorithm>
#include <ranges>

namespace pinbridge::api {

void CapturedEdges::push_back(const CapturedEdge& edge) {
  const std::size_t end = first_ + size_;
  if (end == blocks_.size() * kBlock) {
    blocks_.push_back(std::make_shared<Block>());
    blocks_.back()->reserve(kBlock);
  } else if (blocks_.back()->size() != end % kBlock) {
    // The rest of the block belongs to another object that shares it.
    auto own = std::make_shared<Block>();
    own->reserve(kBlock);
    own->assign(blocks_.back()->begin(),
                blocks_.back()->begin() + static_cast<std::ptrdiff_t>(end % kBlock));
    blocks_.back() = std::move(own);
  }
  blocks_.back()->push_back(edge);
  ++size_;
}

void CapturedEdges::pop_front() {
  --size_;
  if (++first_ < kBlock) return;
  blocks_.pop_front();
  first_ = 0;
}

CapturedEdges CapturedEdges::slice(std::size_t begin, std::size_t end) const {
  CapturedEdges result;
  if (begin >= end) return result;
  const auto from = static_cast<std::ptrdiff_t>((first_ + begin) / kBlock);
  const auto to = static_cast<std::ptrdiff_t>((first_ + end - 1) / kBlock) + 1;
  result.blocks_.assign(blocks_.begin() + from, blocks_.begin() + to);
  result.first_ = (first_ + begin) % kBlock;
  result.size_ = end - begin;
  return result;
}

std::size_t CapturedEdges::first_at(Time time) const {
  const auto indexes = std::views::iota(std::size_t{0}, size_);
  return static_cast<std::size_t>(
      std::ranges::partition_point(indexes,
                                   [&](std::size_t index) { return (*this)[index].time < time; }) -
      indexes.begin());
}

}  // namespace pinbridge::api
