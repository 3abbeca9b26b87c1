#include "trace/shared_ticks.hpp"

#include "base/check.hpp"

namespace pinbridge::trace {

void SharedTicks::add(Duration time) {
  PB_CHECK(time >= last_);
  // The first condition spares most edges the divisions.
  if (time - last_ >= unit_ || time / unit_ != first_ / unit_) {
    first_ = last_ = time;
    return;
  }
  if (time != first_) ++edges_;
  // Ticks of smaller units lie within this one: only times in it can share them.
  while (time != last_ && time / separating_ == last_ / separating_) separating_ /= 10;
  last_ = time;
}

}  // namespace pinbridge::trace
