#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/bench.hpp"

namespace pinbridge {

/// Writes conflicts and oscillations to the log: the first at once, and when the same pins go on,
/// one line a second with their number, so that a guest cannot fill a disk.
class BenchLog : public BenchListener {
 public:
  static constexpr Duration kQuiet = std::chrono::seconds(1);

  explicit BenchLog(Bench& bench) : bench_(bench) { bench_.add_listener(*this); }
  ~BenchLog() override { bench_.remove_listener(*this); }

  void conflict_began(const Conflict& conflict) override;
  void oscillation(const std::vector<PinId>& pins, Time time) override;
  void rewired(std::span<const std::optional<PinId>>) override { last_.clear(); }

 private:
  struct Last {
    Time time = Time::min();
    std::uint64_t untold = 0;
  };

  bool is_quiet(const std::vector<PinId>& pins, Time time, std::uint64_t& untold);
  std::string names(const std::vector<PinId>& pins) const;

  Bench& bench_;
  std::unordered_map<PinId, Last> last_;  ///< by the first of the pins
};

}  // namespace pinbridge
