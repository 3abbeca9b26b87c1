#include "bench/bench.hpp"

#include <algorithm>
#include <functional>

#include "base/check.hpp"
#include "bench/net_finder.hpp"

namespace pinbridge {
namespace {

/// A chain of parts that answer at once may be this long and the number of parts longer; what goes
/// on beyond goes on for ever.
constexpr std::uint32_t kMostSteps = 1000;

bool is_output(Drive drive) {
  return drive.strength >= Strength::strong;
}

}  // namespace

std::string_view to_string(Direction direction) {
  return direction == Direction::in ? "in" : "out";
}

Bench::Bench(std::vector<PartInstance> parts, const std::vector<Wire>& wires, TimerQueue& timers,
             std::uint32_t seed, Time start)
    : timers_(timers), seed_(seed), now_(start), nets_(Topology{}) {
  rewire(std::move(parts), wires);
}

void Bench::make_pins() {
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    PartEntry& entry = parts_[i];
    const Layout layout = entry.instance.part->layout();
    entry.first_pin = pin_count();
    entry.pin_count = static_cast<std::uint32_t>(layout.pins.size());
    entry.senses = entry.instance.part->senses();
    for (std::uint32_t k = 0; k < entry.pin_count; ++k) {
      std::string name = entry.instance.id + ":" + layout.pins[k].name;
      pin_by_name_.emplace(name, PinId{pin_count()});
      pins_.push_back({.name = std::move(name), .part = PartId{i}, .index = PinIndex{k}});
    }
    part_by_id_.emplace(entry.instance.id, PartId{i});
  }
}

Topology Bench::make_nets(const std::vector<Wire>& wires) {
  NetFinder finder(pin_count());
  const auto join = [&](PinId a, PinId b) { finder.join(a.value(), b.value()); };
  for (const Wire& wire : wires) {
    join(pin(wire.from.part, wire.from.pin), pin(wire.to.part, wire.to.pin));
  }
  std::vector<Layout> layouts;
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    layouts.push_back(parts_[i].instance.part->layout());
    for (const auto& [a, b] : layouts[i].joins) join(pin(PartId{i}, a), pin(PartId{i}, b));
  }

  Topology topology;
  resistors_.clear();
  const auto net_of_pin = finder.number(topology.net_count);
  pins_of_net_.assign(topology.net_count, {});
  for (std::uint32_t i = 0; i < pins_.size(); ++i) {
    pins_[i].net = NetId{net_of_pin[i]};
    pins_of_net_[net_of_pin[i]].push_back(PinId{i});
  }
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    const auto nets = [&](const PinIndexPair& pair) {
      return NetPair{pins_[pin(PartId{i}, pair.first).value()].net,
                     pins_[pin(PartId{i}, pair.second).value()].net};
    };
    parts_[i].first_contact = static_cast<std::uint32_t>(topology.contacts.size());
    for (const auto& pair : layouts[i].contacts) topology.contacts.push_back(nets(pair));
    for (const auto& pair : layouts[i].resistors) {
      topology.resistors.push_back(nets(pair));
      resistors_.emplace_back(pin(PartId{i}, pair.first), pin(PartId{i}, pair.second));
    }
  }
  return topology;
}

void Bench::begin_turn(Time now) {
  PB_CHECK(now >= now_);
  while (timers_.next_due() <= now) {
    // A bench made late, or a timer set while time stood still: time never runs back.
    now_ = std::max(now_, timers_.next_due());
    const Batch batch(*this);
    timers_.take_next()();
  }
  now_ = now;
}

void Bench::lose_time(Time now) {
  now_ = std::max(now_, now);
}

std::optional<PartId> Bench::find_part(std::string_view id) const {
  const auto found = part_by_id_.find(std::string(id));
  if (found == part_by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<PinId> Bench::find_pin(std::string_view name) const {
  const auto found = pin_by_name_.find(std::string(name));
  if (found == pin_by_name_.end()) return std::nullopt;
  return found->second;
}

PinId Bench::pin(PartId part, PinIndex index) const {
  const PartEntry& entry = parts_[part.value()];
  PB_CHECK(index.value() < entry.pin_count);
  return PinId{entry.first_pin + index.value()};
}

const std::vector<PinId>& Bench::pins_on_net_of(PinId pin) const {
  return pins_of_net_[pins_[pin.value()].net.value()];
}

PinState Bench::state(PinId pin) const {
  return {is_output(pins_[pin.value()].own) ? Direction::out : Direction::in, signal(pin).level};
}

void Bench::drive(PinId pin, Drive drive) {
  PinEntry& entry = pins_[pin.value()];
  if (entry.own == drive) return;
  nets_.replace_drive(entry.net, entry.own, drive);
  const bool turned = is_output(entry.own) != is_output(drive);
  entry.own = drive;
  if (turned && entry.watchers != 0) turned_.push_back(pin);
  settle();
}

void Bench::drive_by_hand(PinId pin, Drive drive) {
  PinEntry& entry = pins_[pin.value()];
  if (entry.by_hand == drive) return;
  nets_.replace_drive(entry.net, entry.by_hand, drive);
  entry.by_hand = drive;
  settle();
  for (BenchListener* listener : listeners_) listener->hand_changed(pin, now_);
}

void Bench::set_contact(PartId part, std::uint32_t contact, bool closed) {
  nets_.set_contact(ContactId{parts_[part.value()].first_contact + contact}, closed);
  settle();
}

Result<void> Bench::control(PartId part, std::string_view name, const ControlValue& value) {
  const Batch batch(*this);
  auto done = this->part(part).control(name, value);
  if (done) return done;
  return make_error(done.error().code, "{}: {}", part_id(part), done.error().message);
}

void Bench::set_bounce(BoardBounce bounce) {
  bounce_ = bounce;
  for (BenchListener* listener : listeners_) listener->bounce_changed(now_);
}

void Bench::remove_listener(BenchListener& listener) {
  std::erase(listeners_, &listener);
}

void Bench::watch(PinId pin) {
  PinEntry& entry = pins_[pin.value()];
  if (entry.watchers++ == 0) entry.last_told = state(pin);
}

void Bench::unwatch(PinId pin) {
  PB_CHECK(pins_[pin.value()].watchers > 0);
  --pins_[pin.value()].watchers;
}

void Bench::part_state_changed(PartId part) {
  for (BenchListener* listener : listeners_) listener->part_changed(part, now_);
}

std::uint32_t Bench::seed_of(PartId part) const {
  // FNV-1a over the id: the same on every machine, and another part does not shift it.
  std::uint32_t hash = 2166136261U ^ seed_;
  for (const char c : part_id(part)) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

// The path of one edge, from whatever changed a drive or a contact to all who see it. Parts that
// answer at once make a further step of the same time.
void Bench::settle() {
  if (batch_depth_ > 0 || settling_) return;
  settling_ = true;
  const std::uint32_t most_steps = kMostSteps + part_count();
  for (std::uint32_t step = 0;; ++step) {
    const auto changes = nets_.resolve();
    if (changes.empty() && turned_.empty()) break;
    if (step == most_steps) {
      report_oscillation(changes);
      break;
    }
    publish(changes);
  }
  settling_ = false;
}

void Bench::publish(std::span<const NetChange> changes) {
  for (const NetChange& change : changes) {
    for (const PinId pin : pins_of_net_[change.net.value()]) tell_watchers(pin);
  }
  for (const PinId pin : turned_) tell_watchers(pin);
  turned_.clear();
  report_conflicts(changes);
  for (const NetChange& change : changes) {
    for (const PinId pin : pins_of_net_[change.net.value()]) tell_part(pin);
  }
}

void Bench::tell_part(PinId pin) {
  PartEntry& part = parts_[part_of(pin).value()];
  if (part.senses) part.instance.part->sensed(pins_[pin.value()].index, signal(pin));
}

void Bench::tell_watchers(PinId pin) {
  PinEntry& entry = pins_[pin.value()];
  if (entry.watchers == 0) return;
  const PinState now = state(pin);
  if (now == entry.last_told) return;
  entry.last_told = now;
  for (BenchListener* listener : listeners_) listener->pin_changed({pin, now, now_});
}

void Bench::report_conflicts(std::span<const NetChange> changes) {
  std::vector<NetId> told;
  for (const NetChange& change : changes) {
    if (change.after.level != Level::conflict || change.before.level == Level::conflict) continue;
    if (std::find(told.begin(), told.end(), change.net) != told.end()) continue;
    const auto group = nets_.group(change.net);
    told.insert(told.end(), group.begin(), group.end());
    const Conflict conflict{fighters(group, change.after.strength), now_};
    for (BenchListener* listener : listeners_) listener->conflict_began(conflict);
  }
}

/// The pins on these nets that drive as firmly as the conflict is.
std::vector<PinId> Bench::fighters(const std::vector<NetId>& group, Strength strength) const {
  std::vector<PinId> found;
  for (const NetId net : group) {
    for (const PinId pin : pins_of_net_[net.value()]) {
      const PinEntry& entry = pins_[pin.value()];
      if (entry.own.strength == strength || entry.by_hand.strength == strength)
        found.push_back(pin);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

void Bench::report_oscillation(std::span<const NetChange> changes) {
  std::vector<PinId> pins;
  for (const NetChange& change : changes) {
    const auto& on_net = pins_of_net_[change.net.value()];
    pins.insert(pins.end(), on_net.begin(), on_net.end());
    for (const PinId pin : on_net) tell_watchers(pin);
  }
  turned_.clear();
  for (BenchListener* listener : listeners_) listener->oscillation(pins, now_);
}

}  // namespace pinbridge
