#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/bench.hpp"

namespace pinbridge::app {

/// Writes conflicts and oscillations to the log: the first at once, and for repetitions by the same
/// pins one line per second with their number, so that a guest cannot fill a disk.
class BenchLog : public BenchListener {
 public:
  static constexpr Duration kQuiet = std::chrono::seconds(1);

  explicit BenchLog(Bench& bench) : bench_(bench) { bench_.changes().add(*this); }
  ~BenchLog() override { bench_.changes().remove(*this); }

  /// Minimum time between log lines about a stall or an overload.
  static constexpr Duration kSameTrouble = std::chrono::seconds(10);

  /// The loop did not run for this long.
  void loop_was_late(Duration late);

  void conflict_began(const Conflict& conflict) override;
  void fell_behind(std::optional<PartId> busiest, Time time) override;
  void oscillation(const std::vector<PinId>& pins, Time time) override;
  void rewired(std::span<const std::optional<PinId>>) override { last_.clear(); }

 private:
  struct Last {
    Time time = Time::min();
    std::uint64_t untold = 0;
  };

  bool is_quiet(const std::vector<PinId>& pins, Time time, std::uint64_t& untold);
  std::string names(const std::vector<PinId>& pins) const;
  std::string drives_by_hand(const std::vector<PinId>& pins) const;
  bool has_clocks() const;

  Bench& bench_;
  bool is_same_trouble(Time& last, Time now);

  Time told_behind_ = Time::min();
  Time told_late_ = Time::min();
  std::unordered_map<PinId, Last> last_;  ///< by the first of the pins
};

}  // namespace pinbridge::app
