#include "loop/spin_trial.hpp"

#include <algorithm>
#include <utility>

namespace pinbridge {
namespace {

/// One measurement in so many is of what seems to be worse.
constexpr int kTriedAgain = 64;
/// Of each before one is believed.
constexpr int kMeasured = 3;
constexpr double kMuchFaster = 4.0 / 3.0;
constexpr double kFaster = 1.05;
constexpr double kMostProcessor = 2.0;

void smooth(double& value, double sample, int measured) {
  if (measured == 0) {
    value = sample;
    return;
  }
  // A thread that had to wait for its processor says little about polling.
  value += (std::min(sample, 2 * value) - value) / 4;
}

}  // namespace

void SpinTrial::work_arrived(Time now, bool follows) {
  const Time last = std::exchange(last_, now);
  if (last == Time::min()) return begin();
  if (!follows) {
    works_ = std::max(works_ - 1, 0);
    return;
  }
  time_ += now - last;
  if (works_ < kWorks) return;
  note(polls_ ? polling_ : sleeping_, time_, clock_() - processor_began_);
  polls_ = next_polls();
  begin();
}

void SpinTrial::begin() {
  works_ = 0;
  time_ = Duration::zero();
  processor_began_ = clock_();
}

void SpinTrial::note(Cost& cost, Duration time, Duration processor) const {
  smooth(cost.time, static_cast<double>(time.count()) / works_, cost.measured);
  smooth(cost.processor, static_cast<double>(processor.count()) / works_, cost.measured);
  cost.measured = std::min(cost.measured + 1, kMeasured);
}

bool SpinTrial::next_polls() {
  if (std::min(polling_.measured, sleeping_.measured) < kMeasured) {
    return polling_.measured < sleeping_.measured;
  }
  if (++since_try_ < kTriedAgain) return polling_pays();
  since_try_ = 0;
  return !polling_pays();
}

bool SpinTrial::polling_pays() const {
  const double gain = sleeping_.time / polling_.time;
  return gain >= kMuchFaster ||
         (gain >= kFaster && polling_.processor <= kMostProcessor * sleeping_.processor);
}

}  // namespace pinbridge
