#include "mqtt/edge_stream.hpp"

#include <algorithm>
#include <utility>

namespace pinbridge::mqtt {

void EdgeStream::add(Edge edge) {
  if (waiting_.size() >= most_) {
    waiting_.pop_front();
    ++next_;
    ++missed_;
    ++dropped_;
  }
  waiting_.push_back(std::move(edge));
}

std::optional<EdgeBatch> EdgeStream::take() {
  if (waiting_.empty()) return std::nullopt;
  EdgeBatch batch{next_, std::exchange(missed_, 0), {}};
  const std::size_t count = std::min(waiting_.size(), kMostInBatch);
  batch.edges.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    batch.edges.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  next_ += count;
  return batch;
}

}  // namespace pinbridge::mqtt
