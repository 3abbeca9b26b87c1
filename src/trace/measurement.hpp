#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "net/level.hpp"

namespace pinbridge::trace {

/// The least, mean and greatest of some durations.
struct Spread {
  Duration min;
  Duration mean;
  Duration max;
  std::uint64_t count;
};

/// What a pin did from one time to another.
struct Statistics {
  std::uint64_t rising = 0;
  std::uint64_t falling = 0;
  std::optional<Spread> period;     ///< from one rising edge to the next
  std::optional<Spread> high;       ///< widths of whole high pulses
  std::optional<Spread> low;        ///< widths of whole pulses that are not high
  std::optional<double> frequency;  ///< in Hz, by the mean period
  double duty = 0;                  ///< share of the time at high, 0 to 1: of whole periods where
                                    ///< there is one, else of all the time
};

/// Collects the level changes of one pin. Any level but high counts as low.
class Measurement {
 public:
  Measurement(Level level, Time start)
      : start_(start), changed_(start), high_(level == Level::high) {}

  /// In order of time, and not before the start.
  void change(Level level, Time time);

  /// Of the time from the start to `end`.
  Statistics at(Time end) const;

 private:
  struct Sum {
    Duration min = Duration::max();
    Duration max = Duration::zero();
    Duration sum = Duration::zero();
    std::uint64_t count = 0;

    void add(Duration duration);
    std::optional<Spread> spread() const;
  };

  Time start_;
  Time changed_;
  bool high_;
  std::uint64_t rising_ = 0;
  std::uint64_t falling_ = 0;
  Duration time_high_{};
  std::optional<Time> first_rising_;
  Time last_rising_{};
  Duration high_before_first_rising_{};
  Duration high_before_last_rising_{};
  Sum periods_;
  Sum highs_;
  Sum lows_;
};

}  // namespace pinbridge::trace
