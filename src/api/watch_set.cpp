#include "api/watch_set.hpp"

#include <utility>

namespace pinbridge::api {

WatchSet::WatchSet(Bench& bench, std::function<void()> before_change)
    : bench_(bench), before_change_(std::move(before_change)), pins_(bench.pins().count()) {}

WatchSet::~WatchSet() {
  for (std::uint32_t i = 0; i < pins_.size(); ++i) set(PinId{i}, false);
}

void WatchSet::watch(std::span<const PinId> pins) {
  before_change_();
  for (const PinId pin : pins) set(pin, true);
  was_used_ = true;
}

void WatchSet::unwatch(std::span<const PinId> pins) {
  before_change_();
  for (const PinId pin : pins) set(pin, false);
}

void WatchSet::set_parts(bool watched) {
  before_change_();
  has_parts_ = watched;
}

void WatchSet::rewired(std::span<const std::optional<PinId>> moved) {
  const std::vector<bool> before = std::exchange(pins_, {});
  pins_.resize(bench_.pins().count());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i] && before[i]) pins_[moved[i]->value()] = true;
  }
  if (!has_parts_) return;
  for (std::uint32_t i = 0; i < pins_.size(); ++i) set(PinId{i}, true);
}

void WatchSet::set(PinId pin, bool watched) {
  if (pins_[pin.value()] == watched) return;
  pins_[pin.value()] = watched;
  if (watched) {
    bench_.changes().watch(pin);
  } else {
    bench_.changes().unwatch(pin);
  }
}

}  // namespace pinbridge::api
