#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "net/level.hpp"

namespace pinbridge::mqtt {

struct Edge {
  std::shared_ptr<const std::string> pin;  ///< its name, which outlives a change of the board
  Level level = Level::highz;
  Time time;
};

/// Consecutive edges, for one message.
struct EdgeBatch {
  std::uint64_t first = 0;   ///< the number of the first edge; the others follow without a gap
  std::uint64_t missed = 0;  ///< how many edges are missing since the batch before
  std::vector<Edge> edges;   ///< at least one
};

/// The edges of a bench on their way to the broker: numbered from 1 in the order of the bench,
/// waiting until there is room. If too many wait, the oldest are dropped, and the next batch states
/// how many: a consumer never takes a gap for a complete stream.
class EdgeStream {
 public:
  static constexpr std::size_t kMostWaiting = 100'000;
  static constexpr std::size_t kMostInBatch = 250;

  /// At most `most` edges wait; at least 1.
  explicit EdgeStream(std::size_t most = kMostWaiting) : most_(most) {}

  void add(Edge edge);

  /// Of up to kMostInBatch edges; nullopt if none wait. Edges that were dropped are reported with
  /// the next ones.
  std::optional<EdgeBatch> take();

  /// A batch that was taken could not be sent. The next batch that is taken reports its edges as
  /// missed, and those that it reported; those that were taken since this one do not.
  void give_up(const EdgeBatch& batch) { missed_ += batch.missed + batch.edges.size(); }

  bool empty() const { return waiting_.empty(); }
  std::size_t waiting() const { return waiting_.size(); }
  /// Edges dropped since the start because too many waited.
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::size_t most_;
  std::deque<Edge> waiting_;
  std::uint64_t next_ = 1;    ///< number of the first that waits
  std::uint64_t missed_ = 0;  ///< since the last batch
  std::uint64_t dropped_ = 0;
};

}  // namespace pinbridge::mqtt
