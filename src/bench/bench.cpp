#include "bench/bench.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/check.hpp"

namespace pinbridge {
namespace {

/// Maximum length of a chain of parts that respond at once, in addition to the number of parts. A
/// longer chain never ends.
constexpr std::uint32_t kMostSteps = 1000;

/// Many oscillations at once end sooner: so many changes of nets are the work of milliseconds.
constexpr std::uint64_t kMostChanges = 20'000;
constexpr std::uint32_t kMostChangesPerNet = 16;

}  // namespace

Bench::Bench(std::vector<PartInstance> parts, const std::vector<Wire>& wires, TimerQueue& timers,
             std::uint32_t seed, Time start)
    : timers_(timers), seed_(seed), now_(start), nets_(Topology{}), changes_(*this, readers_) {
  set_plan(std::make_shared<BoardPlan>());
  rewire(std::move(parts), wires);
}

bool Bench::begin_turn(Time now, const std::function<bool()>& spent) {
  PB_CHECK(now >= now_);
  while (timers_.next_due() <= now) {
    // The bench was created late, or a timer was set while time stood still: time never goes
    // backwards.
    now_ = std::max(now_, timers_.next_due());
    run_next_timer();
    if (timers_.next_due() <= now && spent && spent()) return false;
  }
  now_ = now;
  return true;
}

void Bench::run_next_timer() {
  const std::uint32_t owner = timers_.next_owner();
  if (owner < timer_runs_.size()) ++timer_runs_[owner];
  const Batch batch(*this);
  timers_.take_next()();
}

void Bench::fall_behind(Time now) {
  now_ = std::max(now_, now);
  std::optional<PartId> busiest;
  const auto most = std::max_element(timer_runs_.begin(), timer_runs_.end());
  if (most != timer_runs_.end() && *most > 0) {
    busiest = PartId{static_cast<std::uint32_t>(most - timer_runs_.begin())};
  }
  timer_runs_.assign(timer_runs_.size(), 0);
  changes_.fell_behind(busiest);
}

void Bench::drive(PinId pin, Drive drive) {
  auto& [drives, net] = wired_[pin.value()];
  Drive& own = drives.own;
  if (own == drive) return;
  nets_.replace_drive(net, own, drive);
  const bool other_direction = is_output(own) != is_output(drive);
  own = drive;
  if (other_direction) changes_.direction_changed(pin);
  settle();
}

void Bench::drive_by_hand(PinId pin, Drive drive) {
  auto& [drives, net] = wired_[pin.value()];
  Drive& by_hand = drives.by_hand;
  if (by_hand == drive) return;
  nets_.replace_drive(net, by_hand, drive);
  by_hand = drive;
  settle();
  changes_.hand_changed(pin);
}

void Bench::set_contact(PartId part, std::uint32_t contact, bool closed) {
  nets_.set_contact(pins_->contact_of(part, contact), closed);
  settle();
}

Result<void> Bench::control(PartId part, std::string_view name, const ControlValue& value) {
  const Batch batch(*this);
  auto done = this->part(part).control(name, value);
  if (done) return done;
  return make_error(done.error().code, "{}: {}", pins_->part_id(part), done.error().message);
}

void Bench::set_bounce(BoardBounce bounce) {
  bounce_ = bounce;
  changes_.bounce_changed();
}

// The path of one edge, from the change of a drive or contact to everything that it affects. Parts
// that respond at once cause another step at the same time.
void Bench::settle() {
  if (batch_depth_ > 0 || settling_) return;
  // Also when a part or a listener throws: the next change goes on from there.
  struct Settling {
    bool& flag;
    explicit Settling(bool& settling) : flag(settling) { flag = true; }
    ~Settling() { flag = false; }
  } const scope(settling_);
  const std::uint32_t most_steps = kMostSteps + pins_->part_count();
  const std::uint64_t most_changes =
      kMostChanges + std::uint64_t{kMostChangesPerNet} * nets_.net_count();
  std::uint64_t all_changes = 0;
  for (std::uint32_t step = 0;; ++step) {
    const auto changes = nets_.resolve();
    look_beyond();
    if (changes.empty() && !changes_.has_direction_changes()) break;
    all_changes += changes.size();
    if (step == most_steps || all_changes > most_changes) {
      changes_.publish_oscillation(changes);
      break;
    }
    publish(changes);
  }
}

/// A drive may change without a change of the net's signal, because the other side drives the same.
void Bench::look_beyond() {
  for (const auto& [part, pin] : beyond_) {
    const auto& [drives, net] = wired_[pin.value()];
    part->board_drives(nets_.signal_without(net, drives.own), now_);
  }
}

void Bench::publish(std::span<const NetChange> changes) {
  changes_.publish(changes);
  for (const NetChange& change : changes) {
    for (const auto& [part, pin] : readers_.sensors(change.net)) {
      part->sensed(pin, nets_.signal(change.net));
    }
  }
}

void Bench::sense(PinId pin) {
  Part& part = this->part(pins_->part_of(pin));
  if (part.senses()) part.sensed(pins_->index_of(pin), signal(pin));
}

// How a bench changes to another board. The nets are built again and all parts apply their drives
// and contacts. Then each pin is compared with its previous signal, and only changes are sensed and
// notified: moving an LED in the file gives a flip-flop no edge and a guest no interrupt.
void Bench::rewire(std::vector<PartInstance> parts, const std::vector<Wire>& wires) {
  PreparedBoard next(std::move(parts), wires, plan_);
  rewire(next);
}

void Bench::rewire(PreparedBoard& next) {
  PB_CHECK(!settling_ && batch_depth_ == 0);
  if (next.previous != plan_) next.compare(plan_);
  Before before = take_down();
  take_over(next, before);

  const Batch batch(*this);
  carry_over(before, next.moved);
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    parts_[i].part->attach(PartHost(*this, PartId{i}));
  }
  // Parts that were not kept are destroyed from here on, with their timers.
  before.parts.clear();
  nets_.resolve();
  changes_.rewired(next.moved);
  for (const PartEntry& entry : parts_) entry.part->settled();
  publish_differences(before, next.moved);
}

void Bench::set_plan(std::shared_ptr<const BoardPlan> plan) {
  plan_ = std::move(plan);
  pins_ = {plan_, &plan_->pins};
}

Bench::Before Bench::take_down() {
  Before before;
  before.signals.reserve(pins_->count());
  for (std::uint32_t i = 0; i < pins_->count(); ++i) before.signals.push_back(signal(PinId{i}));
  before.parts = std::exchange(parts_, {});
  before.wired = std::exchange(wired_, {});
  return before;
}

/// Makes the new board, with the parts of the previous one that are kept. Their new instances stay
/// in `next`.
void Bench::take_over(PreparedBoard& next, Before& before) {
  set_plan(next.plan);
  std::swap(nets_, next.nets);
  wired_.reserve(pins_->count());
  for (std::uint32_t i = 0; i < pins_->count(); ++i)
    wired_.push_back({{}, pins_->net_of(PinId{i})});
  parts_.reserve(next.parts.size());
  timer_runs_.assign(next.parts.size(), 0);
  beyond_.clear();
  std::vector<Part*> sensing(next.parts.size());
  for (std::size_t i = 0; i < next.parts.size(); ++i) {
    std::unique_ptr<Part>& made = next.parts[i].part;
    const auto& counterpart = next.counterparts[i];
    std::unique_ptr<Part>* old =
        counterpart ? &before.parts[counterpart->part.value()].part : nullptr;
    const bool kept = old && (counterpart->same_attributes || (*old)->become(*made));
    std::unique_ptr<Part>& part = kept ? *old : made;
    if (auto* beyond = dynamic_cast<BeyondBoard*>(part.get())) {
      const PartId id{static_cast<std::uint32_t>(i)};
      beyond_.emplace_back(beyond, pins_->at(id, beyond->beyond_pin()));
    }
    if (part->senses()) sensing[i] = part.get();
    parts_.push_back({.part = std::move(part), .kept = kept});
  }
  readers_ = NetReaders(*pins_, nets_.net_count(), sensing);
}

/// Gives pins of the same name their watchers and overrides.
void Bench::carry_over(const Before& before, const std::vector<std::optional<PinId>>& moved) {
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (!moved[i]) continue;
    const Drive by_hand = before.wired[i].drives.by_hand;
    auto& [drives, net] = wired_[moved[i]->value()];
    drives.by_hand = by_hand;
    nets_.replace_drive(net, kNoDrive, by_hand);
  }
  changes_.move_watchers(moved);
}

void Bench::publish_differences(const Before& before,
                                const std::vector<std::optional<PinId>>& moved) {
  std::vector<Signal> was(pins_->count());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i]) was[moved[i]->value()] = before.signals[i];
  }
  std::vector<NetChange> changes;
  changes.reserve(pins_->count());
  for (std::uint32_t i = 0; i < pins_->count(); ++i) {
    changes.push_back({pins_->net_of(PinId{i}), was[i], signal(PinId{i})});
  }
  changes_.publish_all(changes);
  for (std::uint32_t i = 0; i < pins_->count(); ++i) {
    // A new part starts without a level, whatever the level of the old pin of that name.
    const bool kept = parts_[pins_->part_of(PinId{i}).value()].kept;
    if (signal(PinId{i}) != (kept ? was[i] : Signal{})) sense(PinId{i});
  }
}

}  // namespace pinbridge
