#pragma once

#include <functional>
#include <utility>

#include "bench/bench.hpp"

namespace pinbridge::api {

/// Runs long work that no client waits for, in slices: one a millisecond of the bench's time, so
/// that guests and clients have turns in between.
class SliceTimer {
 public:
  static constexpr Duration kPeriod = std::chrono::milliseconds(1);
  /// Pieces of a message to pack in a slice: well below a millisecond.
  static constexpr std::size_t kPieces = 256;

  /// `slice` returns true if more is to be done. `bench` outlives this.
  SliceTimer(Bench& bench, std::function<bool()> slice) : bench_(bench), slice_(std::move(slice)) {}
  SliceTimer(const SliceTimer&) = delete;
  SliceTimer& operator=(const SliceTimer&) = delete;
  ~SliceTimer() { stop(); }

  /// The first slice runs after kPeriod.
  void start() {
    if (std::exchange(running_, true)) return;
    timer_ = bench_.timers().add(bench_.now() + kPeriod, [this] {
      running_ = false;
      if (slice_()) start();
    });
  }
  void stop() {
    if (std::exchange(running_, false)) bench_.timers().cancel(timer_);
  }

 private:
  Bench& bench_;
  std::function<bool()> slice_;
  TimerId timer_;
  bool running_ = false;
};

}  // namespace pinbridge::api
