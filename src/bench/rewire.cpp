#include <utility>

#include "base/check.hpp"
#include "bench/bench.hpp"

// How a bench becomes another board. The nets are made anew and all parts apply themselves to them;
// then each pin is compared with what it was at before, so that what stays as it was is neither
// sensed nor told: a flip-flop sees no edge, and a guest no interrupt, because somebody moved an
// LED.

namespace pinbridge {

void Bench::rewire(std::vector<PartInstance> parts, const std::vector<Wire>& wires) {
  PB_CHECK(!settling_ && batch_depth_ == 0);
  const Before before = take_down();
  auto old_parts = std::exchange(parts_, {});
  for (PartInstance& instance : parts) parts_.push_back({std::move(instance)});
  keep_parts(old_parts);
  make_pins();
  nets_ = Netlist(make_nets(wires));

  const Batch batch(*this);
  const auto moved = carry_over(before);
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    parts_[i].instance.part->attach(PartHost(*this, PartId{i}));
  }
  // What was not kept is gone from here on, with its timers.
  old_parts.clear();
  nets_.resolve();
  for (BenchListener* listener : listeners_) listener->rewired(moved);
  publish_differences(before, moved);
}

Bench::Before Bench::take_down() {
  Before before;
  for (const PinEntry& pin : pins_) before.signals.push_back(nets_.signal(pin.net));
  before.pins = std::exchange(pins_, {});
  part_by_id_.clear();
  pin_by_name_.clear();
  return before;
}

/// Puts the parts that go on in the places of those that were made for the new board.
void Bench::keep_parts(std::vector<PartEntry>& before) {
  std::unordered_map<std::string_view, PartEntry*> by_id;
  for (PartEntry& entry : before) by_id.emplace(entry.instance.id, &entry);
  for (PartEntry& entry : parts_) {
    const auto found = by_id.find(entry.instance.id);
    if (found == by_id.end()) continue;
    PartInstance& old = found->second->instance;
    if (old.type != entry.instance.type) continue;
    entry.kept =
        old.attributes == entry.instance.attributes || old.part->become(*entry.instance.part);
    if (entry.kept) entry.instance.part.swap(old.part);
  }
}

/// Gives pins of the same name their watchers and hands; returns the new pin of each old one.
std::vector<std::optional<PinId>> Bench::carry_over(const Before& before) {
  std::vector<std::optional<PinId>> moved;
  for (const PinEntry& old : before.pins) {
    moved.push_back(find_pin(old.name));
    if (!moved.back()) continue;
    PinEntry& pin = pins_[moved.back()->value()];
    pin.watchers = old.watchers;
    pin.last_told = old.last_told;
    pin.by_hand = old.by_hand;
    nets_.replace_drive(pin.net, kNoDrive, pin.by_hand);
  }
  return moved;
}

void Bench::publish_differences(const Before& before,
                                const std::vector<std::optional<PinId>>& moved) {
  std::vector<Signal> was(pins_.size());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i]) was[moved[i]->value()] = before.signals[i];
  }
  std::vector<NetChange> changes;
  for (std::uint32_t i = 0; i < pins_.size(); ++i) {
    tell_watchers(PinId{i});
    changes.push_back({pins_[i].net, was[i], signal(PinId{i})});
  }
  turned_.clear();
  report_conflicts(changes);
  for (std::uint32_t i = 0; i < pins_.size(); ++i) {
    // A part that is new starts from nothing, whatever its pin's namesake was at.
    const bool kept = parts_[part_of(PinId{i}).value()].kept;
    if (signal(PinId{i}) != (kept ? was[i] : Signal{})) tell_part(PinId{i});
  }
}

}  // namespace pinbridge
