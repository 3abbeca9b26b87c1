#include "trace/measurement.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace pinbridge::trace {
namespace {

double share(Duration part, Duration whole) {
  return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

}  // namespace

void Measurement::Sum::add(Duration duration) {
  min = std::min(min, duration);
  max = std::max(max, duration);
  sum += duration;
  ++count;
}

std::optional<Spread> Measurement::Sum::spread() const {
  if (count == 0) return std::nullopt;
  return Spread{min, sum / static_cast<std::int64_t>(count), max, count};
}

void Measurement::change(Level level, Time time) {
  PB_CHECK(time >= changed_);
  const bool high = level == Level::high;
  if (high == high_) return;
  const Duration width = time - changed_;
  const bool whole = rising_ + falling_ > 0;  // the first pulse began before the start
  if (whole) (high_ ? highs_ : lows_).add(width);
  if (high_) time_high_ += width;
  if (high) {
    if (first_rising_) {
      periods_.add(time - last_rising_);
    } else {
      first_rising_ = time;
      high_before_first_rising_ = time_high_;
    }
    last_rising_ = time;
    high_before_last_rising_ = time_high_;
    ++rising_;
  } else {
    ++falling_;
  }
  high_ = high;
  changed_ = time;
}

Statistics Measurement::at(Time end) const {
  Statistics statistics{.rising = rising_,
                        .falling = falling_,
                        .period = periods_.spread(),
                        .high = highs_.spread(),
                        .low = lows_.spread()};
  if (periods_.sum > Duration::zero()) {
    statistics.frequency =
        static_cast<double>(periods_.count) * 1e9 / static_cast<double>(periods_.sum.count());
    statistics.duty = share(high_before_last_rising_ - high_before_first_rising_, periods_.sum);
  } else if (end > start_) {
    const Duration high = time_high_ + (high_ ? end - changed_ : Duration::zero());
    statistics.duty = share(high, end - start_);
  }
  return statistics;
}

}  // namespace pinbridge::trace
