#include "api/frame_timer.hpp"

#include <algorithm>

namespace pinbridge::api {

void FrameTimer::want_frame() {
  if (pending_) return;
  pending_ = true;
  timer_ = bench_.timers().add(std::max(bench_.now(), next_), [this] {
    pending_ = false;
    next_ = bench_.now() + kFrame;
    frame_();
  });
}

void FrameTimer::finish() {
  if (!pending_) return;
  stop();
  frame_();
}

void FrameTimer::stop() {
  bench_.timers().cancel(timer_);
  pending_ = false;
}

}  // namespace pinbridge::api
