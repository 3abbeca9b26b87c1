#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "bench/part.hpp"

namespace pinbridge::chip {

/// Counts edges that did not cause separate interrupts in a chip's guest, notifies clients and
/// logs, both at a bounded rate.
class MergedEdges {
 public:
  /// How long edges are collected before clients are notified, and before the log is again.
  static constexpr Duration kNotifyEvery = std::chrono::milliseconds(100);
  static constexpr Duration kLogEvery = std::chrono::seconds(10);

  /// The reason why an edge was merged.
  enum class Cause : std::uint8_t {
    untaken,    ///< the guest had not taken an earlier one
    full_queue  ///< a paced chip held as many edges as it can
  };

  /// `count` of them at that line of the chip on `host`, which is the chip's own and outlives this.
  void add(const PartHost& host, LineOffset line, std::size_t count = 1,
           Cause cause = Cause::untaken);

  std::int64_t total() const { return total_; }

  /// The lines with the most of them, and how many each has: "30: 877, 4: 12". Empty if there are
  /// none.
  std::string by_line() const;

 private:
  void report(const PartHost& host);
  void log(const PartHost& host);

  std::map<LineOffset, std::uint64_t> of_lines_;
  std::int64_t total_ = 0;
  std::int64_t logged_ = 0;      ///< of total_
  std::int64_t not_queued_ = 0;  ///< of those not logged yet: by a full queue
  std::optional<Time> last_log_;
  bool notice_is_due_ = false;
  PartTimer notice_;
  PartTimer log_;
};

}  // namespace pinbridge::chip
