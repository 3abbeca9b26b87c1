#pragma once

#include <algorithm>
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
  /// So that the payload is shorter than kLargestReceived.
  static constexpr std::size_t kMostInBatch = 500;

  void add(SideDrive drive) {
    if (waiting_.size() >= kMostWaiting) waiting_.pop_front();
    waiting_.push_back(drive);
    ++count_;
  }

  /// A drive that is not sent, nor are those that wait: there is no connection.
  void skip() {
    waiting_.clear();
    ++count_;
  }

  /// The last drive is to be sent, under its number, in place of what waits. Those who have it
  /// ignore it.
  void repeat(SideDrive last) {
    waiting_.assign(1, last);
    count_ = std::max<std::uint64_t>(count_, 1);
  }

  /// nullopt if none wait.
  std::optional<SideBatch> take() {
    if (waiting_.empty()) return std::nullopt;
    SideBatch batch{count_ - waiting_.size() + 1, {}};
    while (!waiting_.empty() && batch.drives.size() < kMostInBatch) {
      batch.drives.push_back(waiting_.front());
      waiting_.pop_front();
    }
    return batch;
  }

  bool empty() const { return waiting_.empty(); }

 private:
  std::deque<SideDrive> waiting_;  ///< the last ones
  std::uint64_t count_ = 0;        ///< of all; the number of the last
};

}  // namespace pinbridge::mqtt
