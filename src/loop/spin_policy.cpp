#include "loop/spin_policy.hpp"

#include <algorithm>
#include <utility>

namespace pinbridge {

void SpinPolicy::work_arrived(Time now) {
  // Time::min() stands for "never": its distance from now does not fit into a Duration.
  const bool first = last_ == Time::min();
  const Duration gap = first ? Duration::max() : now - last_;
  last_ = now;
  if (trial_) trial_->work_arrived(now, gap <= limits_.longest);
  if (gap > limits_.longest) {
    run_ = 0;
    spinning_ = false;
    return;
  }
  typical_gap_ += (gap - typical_gap_) / 8;
  run_ = std::min(run_ + 1, kDearest);
  if (spinning_) ++found_;
}

bool SpinPolicy::should_spin(Time now) {
  if (!enabled() || run_ < price_) return false;
  if (!may_pay()) return spinning_ = false;
  if (now - last_ <= window()) {
    if (!std::exchange(spinning_, true)) found_ = 0;
    return true;
  }
  if (spinning_) {
    price_ =
        found_ >= kWorksThatPay ? std::max(price_ / 2, kCheapest) : std::min(price_ * 2, kDearest);
  }
  spinning_ = false;
  run_ = 0;
  return false;
}

Duration SpinPolicy::window() const {
  // Four times the usual gap: a guest's own scheduling stretches one gap in many.
  return std::clamp(typical_gap_ * 4, limits_.longest / 4, limits_.longest);
}

}  // namespace pinbridge
