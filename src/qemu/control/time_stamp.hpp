#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace pinbridge::qemu {

/// A time of the host's wall clock, as QEMU writes it.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

/// A line of QEMU's log, and the time at which it was written, with -msg timestamp=on.
struct StampedLine {
  std::string_view text;
  std::optional<WallTime> written;
};

/// Takes the time off a line: "1234@1700000000.123456:", or "2026-01-31T12:00:00.123456Z " of a
/// QEMU later than 10. What is not exactly a time is of the line.
StampedLine split_time_stamp(std::string_view line);

/// Brings times of the wall clock to the loop's. Both clocks are read when it is made, and the one
/// is set now and then: make another for what was written at another time.
class WallClock {
 public:
  WallClock();

  Time to_loop(WallTime time) const { return Time(time.time_since_epoch() - ahead_); }

 private:
  Duration ahead_;
};

}  // namespace pinbridge::qemu
