#include "base/rate_limit.hpp"

#include <algorithm>

namespace pinbridge {

Duration RateLimit::take(Time now, std::size_t count) {
  using Seconds = std::chrono::duration<double>;
  const double passed = Seconds(now - last_).count();
  last_ = now;
  left_ = std::min(burst_, left_ + passed * per_second_) - static_cast<double>(count);
  if (left_ >= 0) return Duration::zero();
  return std::chrono::duration_cast<Duration>(Seconds(-left_ / per_second_));
}

}  // namespace pinbridge
