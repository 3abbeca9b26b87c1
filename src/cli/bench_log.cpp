#include "cli/bench_log.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

namespace pinbridge {
namespace {

/// A line names so many pins at most.
constexpr std::size_t kMostNames = 8;

std::string again(std::uint64_t untold) {
  return untold == 0 ? "" : fmt::format(" ({} more times since last told)", untold);
}

}  // namespace

void BenchLog::conflict_began(const Conflict& conflict) {
  std::uint64_t untold = 0;
  if (is_quiet(conflict.pins, conflict.time, untold)) return;
  spdlog::warn("conflict: {} drive one net to different levels{}", names(conflict.pins),
               again(untold));
}

void BenchLog::oscillation(const std::vector<PinId>& pins, Time time) {
  std::uint64_t untold = 0;
  if (is_quiet(pins, time, untold)) return;
  spdlog::warn("oscillation: parts drive {} round and round; they stay as they are{}", names(pins),
               again(untold));
}

bool BenchLog::is_quiet(const std::vector<PinId>& pins, Time time, std::uint64_t& untold) {
  if (pins.empty()) return true;
  Last& last = last_[pins.front()];
  if (last.time != Time::min() && time - last.time < kQuiet) {
    ++last.untold;
    return true;
  }
  last.time = time;
  untold = std::exchange(last.untold, 0);
  return false;
}

std::string BenchLog::names(const std::vector<PinId>& pins) const {
  std::string all;
  for (std::size_t i = 0; i < std::min(pins.size(), kMostNames); ++i) {
    all += (all.empty() ? "" : ", ") + bench_.pin_name(pins[i]);
  }
  if (pins.size() > kMostNames) all += fmt::format(" and {} more", pins.size() - kMostNames);
  return all;
}

}  // namespace pinbridge
