#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "net/level.hpp"

namespace pinbridge::mqtt {

/// What one board drives a shared net with, from `time` on.
struct SideDrive {
  Signal signal;
  Time time;

  friend bool operator==(const SideDrive&, const SideDrive&) = default;
};

/// Consecutive drives, for one message. The last is the present one.
struct SideBatch {
  std::uint64_t first = 0;  ///< the number of the first; the others follow without a gap
  std::vector<SideDrive> drives;

  /// The number of the drive that follows.
  std::uint64_t next() const { return first + drives.size(); }
};

/// The drives of one board on their way to a broker, numbered from 1. A drive that is left out
/// leaves a gap in the numbers, so that those who receive them count it.
class SideStream {
 public:
  static constexpr std::size_t kMostWaiting = 10'000;
  /// So that a payload has at most 4 kB.
  static constexpr std::size_t kMostInBatch = 40;

  void add(SideDrive drive) {
    if (waiting_.size() >= kMostWaiting) {
      waiting_.pop_front();
      ++next_;
    }
    waiting_.push_back(drive);
  }

  /// Leaves out all that wait, and goes on with the present drive: to be called with each
  /// connection, whose listeners know nothing of the time before.
  void restart(SideDrive present) {
    next_ += waiting_.size();
    waiting_.assign(1, present);
  }

  /// nullopt if none wait.
  std::optional<SideBatch> take() {
    if (waiting_.empty()) return std::nullopt;
    SideBatch batch{next_, {}};
    while (!waiting_.empty() && batch.drives.size() < kMostInBatch) {
      batch.drives.push_back(waiting_.front());
      waiting_.pop_front();
    }
    next_ = batch.next();
    return batch;
  }

  bool empty() const { return waiting_.empty(); }

 private:
  std::deque<SideDrive> waiting_;
  std::uint64_t next_ = 1;
};

}  // namespace pinbridge::mqtt
