#pragma once

#include <functional>

#include "api/frame_sink.hpp"
#include "bench/bench.hpp"

namespace pinbridge::api {

/// Requests a frame at once if the last one was long ago, otherwise when its interval has passed.
/// While no frame is requested there is no timer.
class FrameTimer {
 public:
  /// `bench` outlives it.
  FrameTimer(Bench& bench, std::function<void()> frame) : bench_(bench), frame_(std::move(frame)) {}
  FrameTimer(const FrameTimer&) = delete;
  FrameTimer& operator=(const FrameTimer&) = delete;
  ~FrameTimer() { stop(); }

  void want_frame();
  /// Calls at once for the requested frame, if there is one.
  void finish();
  void stop();

 private:
  Bench& bench_;
  std::function<void()> frame_;
  TimerId timer_;
  Time next_ = Time::min();
  bool pending_ = false;
};

}  // namespace pinbridge::api
