#include "app/bench_log.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include <spdlog/spdlog.h>

#include "parts/clock_generator.hpp"

namespace pinbridge::app {
namespace {

/// Maximum number of pins named in a line.
constexpr std::size_t kMostNames = 8;

std::string again(std::uint64_t untold) {
  return untold == 0 ? "" : fmt::format(" ({} more times since the last report)", untold);
}

}  // namespace

void BenchLog::conflict_began(const Conflict& conflict) {
  std::uint64_t untold = 0;
  if (is_quiet(conflict.pins, conflict.time, untold)) return;
  // A single pin's own drive and the one by hand are on one net, too.
  spdlog::warn("conflict: {} {} to different levels{}{}", names(conflict.pins),
               conflict.pins.size() == 1 ? "is driven" : "drive one net",
               drives_by_hand(conflict.pins), again(untold));
}

void BenchLog::oscillation(const std::vector<PinId>& pins, Time time) {
  std::uint64_t untold = 0;
  if (is_quiet(pins, time, untold)) return;
  spdlog::warn("oscillation: parts drive {} without end; they keep their last levels{}",
               names(pins), again(untold));
}

void BenchLog::fell_behind(std::optional<PartId> busiest, Time time) {
  if (is_same_trouble(told_behind_, time)) return;
  const std::string name = busiest ? bench_.pins().part_id(*busiest) : "";
  const std::string by = busiest ? "; the busiest is " + name : "";
  if (has_clocks()) {
    spdlog::warn("the bench cannot keep up with its clocks, or was stopped: they miss pulses{}",
                 by);
  } else if (busiest) {
    spdlog::warn("the bench cannot keep up with its parts, or was stopped: they act late{}", by);
  } else {
    spdlog::warn(
        "the bench cannot keep up, or was stopped: waveforms and releases of buttons are late");
  }
}

bool BenchLog::has_clocks() const {
  const PinTable& pins = bench_.pins();
  for (std::uint32_t i = 0; i < pins.part_count(); ++i) {
    if (pins.part_type(PartId{i}) == parts::kClockGenerator) return true;
  }
  return false;
}

void BenchLog::loop_was_late(Duration late) {
  if (is_same_trouble(told_late_, std::chrono::steady_clock::now())) return;
  spdlog::warn("the bench stalled for {} ms: it was stopped or overloaded",
               std::chrono::duration_cast<std::chrono::milliseconds>(late).count());
}

bool BenchLog::is_same_trouble(Time& last, Time now) {
  if (last != Time::min() && now - last < kSameTrouble) return true;
  last = now;
  return false;
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

/// Those of the pins that clients drive: "; by hand: vm:1", or nothing.
std::string BenchLog::drives_by_hand(const std::vector<PinId>& pins) const {
  std::vector<PinId> driven;
  std::ranges::copy_if(pins, std::back_inserter(driven),
                       [this](PinId pin) { return bench_.drives(pin).by_hand != kNoDrive; });
  return driven.empty() ? "" : "; by hand: " + names(driven);
}

std::string BenchLog::names(const std::vector<PinId>& pins) const {
  std::string all;
  for (std::size_t i = 0; i < std::min(pins.size(), kMostNames); ++i) {
    all += (all.empty() ? "" : ", ") + bench_.pins().name(pins[i]);
  }
  if (pins.size() > kMostNames) all += fmt::format(" and {} more", pins.size() - kMostNames);
  return all;
}

}  // namespace pinbridge::app
