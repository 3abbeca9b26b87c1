#include "api/level_counts.hpp"

namespace pinbridge::api {

LevelCounts::LevelCounts(const Bench& bench) {
  for (std::uint32_t i = 0; i < bench.pins().count(); ++i) {
    counts_.push_back({.since = bench.now(), .level = bench.state(PinId{i}).level});
  }
}

void LevelCounts::pin_changed(const PinChange& change) {
  Count& count = counts_[change.pin.value()];
  if (count.level == change.state.level) return;  // only its direction changed
  count.totals = totals(change.pin, change.time);
  ++count.totals.edges;
  count.since = change.time;
  count.level = change.state.level;
}

void LevelCounts::rewired(const Bench& bench, std::span<const std::optional<PinId>> moved) {
  LevelCounts next(bench);
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (!moved[i]) continue;
    Count& count = next.counts_[moved[i]->value()];
    // Changes that follow from the new board are notified after this.
    count = counts_[i];
  }
  *this = std::move(next);
}

LevelCounts::Totals LevelCounts::totals(PinId pin, Time now) const {
  const Count& count = counts_[pin.value()];
  Totals totals = count.totals;
  if (count.level == Level::high) totals.high += now - count.since;
  return totals;
}

}  // namespace pinbridge::api
