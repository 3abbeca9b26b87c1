#include "bench/time_keeper.hpp"

#include <algorithm>

namespace pinbridge {
namespace {

/// A turn that follows another at once still runs some timers.
constexpr int kLeastShare = 16;

}  // namespace

void TimeKeeper::begin_turn(Time now) {
  // Time that it has left out already is not left out again, nor reported.
  now = std::max(now, bench_.now());
  if (bench_.timers().next_due() > now) {
    bench_.begin_turn(now);
    return;
  }
  const Time oldest = now - limits_.most_behind;
  if (std::max(bench_.timers().next_due(), bench_.now()) < oldest) bench_.fall_behind(oldest);
  const Time start = clock_();
  const Duration since = last_end_ == Time::min() ? limits_.longest : Duration(start - last_end_);
  const Duration share = std::clamp(since, limits_.longest / kLeastShare, limits_.longest);
  bench_.begin_turn(now, [&] { return clock_() - start >= share; });
  last_end_ = clock_();
}

}  // namespace pinbridge
