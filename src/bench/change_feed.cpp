#include "bench/change_feed.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/check.hpp"
#include "bench/bench.hpp"

namespace pinbridge {

void ChangeFeed::remove(BenchListener& listener) {
  std::erase(listeners_, &listener);
}

void ChangeFeed::watch(PinId pin) {
  Watch& watch = watches_[pin.value()];
  if (watch.watchers++ == 0) watch.notified = bench_.state(pin);
  readers_.add_watchers(bench_.pins().net_of(pin), 1);
}

void ChangeFeed::unwatch(PinId pin) {
  PB_CHECK(watches_[pin.value()].watchers > 0);
  --watches_[pin.value()].watchers;
  readers_.remove_watcher(bench_.pins().net_of(pin));
}

void ChangeFeed::part_changed(PartId part) {
  for (BenchListener* listener : listeners_) listener->part_changed(part, bench_.now());
}

void ChangeFeed::direction_changed(PinId pin) {
  if (watches_[pin.value()].watchers != 0) direction_changes_.push_back(pin);
}

void ChangeFeed::publish(std::span<const NetChange> changes) {
  for (const NetChange& change : changes) {
    if (!readers_.is_watched(change.net)) continue;
    for (const PinId pin : bench_.pins().on_net(change.net)) notify_watchers(pin);
  }
  for (const PinId pin : direction_changes_) notify_watchers(pin);
  direction_changes_.clear();
  notify_conflicts(changes);
}

void ChangeFeed::publish_all(std::span<const NetChange> changes) {
  for (std::uint32_t i = 0; i < watches_.size(); ++i) notify_watchers(PinId{i});
  direction_changes_.clear();
  notify_conflicts(changes);
}

void ChangeFeed::publish_oscillation(std::span<const NetChange> changes) {
  std::vector<PinId> pins;
  for (const NetChange& change : changes) {
    const auto& on_net = bench_.pins().on_net(change.net);
    pins.insert(pins.end(), on_net.begin(), on_net.end());
    for (const PinId pin : on_net) notify_watchers(pin);
  }
  direction_changes_.clear();
  for (BenchListener* listener : listeners_) listener->oscillation(pins, bench_.now());
}

void ChangeFeed::notify_watchers(PinId pin) {
  Watch& watch = watches_[pin.value()];
  if (watch.watchers == 0) return;
  const PinState state = bench_.state(pin);
  if (state == watch.notified) return;
  watch.notified = state;
  for (BenchListener* listener : listeners_) listener->pin_changed({pin, state, bench_.now()});
}

void ChangeFeed::notify_conflicts(std::span<const NetChange> changes) {
  const auto began = [](const NetChange& change) {
    return change.after.level == Level::conflict && change.before.level != Level::conflict;
  };
  // Nearly always.
  if (std::ranges::none_of(changes, began)) return;
  std::unordered_set<NetId> notified;
  for (const NetChange& change : changes) {
    if (!began(change)) continue;
    if (notified.contains(change.net)) continue;
    const auto group = bench_.nets().group(change.net);
    notified.insert(group.begin(), group.end());
    const Conflict conflict{conflicting_pins(group, change.after.strength), bench_.now()};
    for (BenchListener* listener : listeners_) listener->conflict_began(conflict);
  }
}

/// The pins on these nets whose drives are as strong as the conflict.
std::vector<PinId> ChangeFeed::conflicting_pins(const std::vector<NetId>& group,
                                                Strength strength) const {
  std::vector<PinId> found;
  for (const NetId net : group) {
    for (const PinId pin : bench_.pins().on_net(net)) {
      const PinDrives drives = bench_.drives(pin);
      if (drives.own.strength == strength || drives.by_hand.strength == strength) {
        found.push_back(pin);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

void ChangeFeed::hand_changed(PinId pin) {
  for (BenchListener* listener : listeners_) listener->hand_changed(pin, bench_.now());
}

void ChangeFeed::bounce_changed() {
  for (BenchListener* listener : listeners_) listener->bounce_changed(bench_.now());
}

void ChangeFeed::fell_behind(std::optional<PartId> busiest) {
  for (BenchListener* listener : listeners_) listener->fell_behind(busiest, bench_.now());
}

void ChangeFeed::move_watchers(std::span<const std::optional<PinId>> moved) {
  const auto before = std::exchange(watches_, std::vector<Watch>(bench_.pins().count()));
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (!moved[i]) continue;
    watches_[moved[i]->value()] = before[i];
    readers_.add_watchers(bench_.pins().net_of(*moved[i]), before[i].watchers);
  }
}

void ChangeFeed::rewired(std::span<const std::optional<PinId>> moved) {
  for (BenchListener* listener : listeners_) listener->rewired(moved);
}

}  // namespace pinbridge
