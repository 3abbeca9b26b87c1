#pragma once

#include <functional>

#include "api/frame_sink.hpp"
#include "bench/bench.hpp"

namespace pinbridge {

/// Calls for a frame at once where the last one was long ago, and else when its time is over. While
/// nobody wants one, nothing runs.
class FrameTimer {
 public:
  /// `bench` outlives it.
  FrameTimer(Bench& bench, std::function<void()> frame) : bench_(bench), frame_(std::move(frame)) {}
  FrameTimer(const FrameTimer&) = delete;
  FrameTimer& operator=(const FrameTimer&) = delete;
  ~FrameTimer() { stop(); }

  void want_frame();
  /// Calls at once for the frame that is wanted, if one is.
  void finish();
  void stop();

 private:
  Bench& bench_;
  std::function<void()> frame_;
  TimerId timer_;
  Time next_ = Time::min();
  bool pending_ = false;
};

}  // namespace pinbridge
