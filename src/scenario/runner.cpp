#include "scenario/runner.hpp"

#include <utility>

#include "base/check.hpp"
#include "scenario/actor.hpp"
#include "scenario/quantity.hpp"

namespace pinbridge::scenario {
namespace {

/// What the guest prints and no step waits for is kept so far.
constexpr std::size_t kMostUnread = 1U << 20U;

}  // namespace

Runner::Runner(const Scenario& scenario, Host& host, Observer& observer)
    : scenario_(scenario), host_(host), observer_(observer) {}

Result<void> Runner::prepare() {
  for (const Step& step : scenario_.steps) {
    const std::string pin = watched_pin(step.action);
    if (pin.empty() || levels_.contains(pin)) continue;
    const auto level = host_.watch(pin);
    if (!level) return level.error();
    levels_.emplace(pin, LevelBefore{*level, {}});
  }
  return {};
}

void Runner::start() {
  start_ = host_.now();
  begin_step();
}

void Runner::printed(std::string_view text) {
  console_.unread += text;
  if (console_.unread.size() > kMostUnread) {
    console_.unread.erase(0, console_.unread.size() - kMostUnread);
  }
  console_changed_ = true;
}

void Runner::advance() {
  if (std::exchange(acted_, false)) begin_step();
  while (!finished() && work_once()) {
  }
}

void Runner::time_out() {
  if (std::exchange(acted_, false)) begin_step();
  if (finished()) return;
  const std::string what = check_ ? check_->waits_for() : scenario_.steps[step_].title;
  end_step("the time-out came while waiting for " + what);
  finish(Outcome::timed_out,
         fmt::format("step {} of {}, {}: the time-out came while waiting for {}", step_ + 1,
                     scenario_.steps.size(), scenario_.steps[step_].title, what));
}

void Runner::interrupt(const std::string& why) {
  if (std::exchange(acted_, false)) begin_step();
  if (!finished()) decide(failed(why));
}

Time Runner::next_due() const {
  if (acted_) return host_.now();
  if (finished() || !check_) return Time::max();
  return check_->deadline();
}

Duration Runner::duration() const {
  return (finished() ? end_ : host_.now()) - start_;
}

const Step* Runner::failed_step() const {
  return finished() && *outcome_ != Outcome::passed ? &scenario_.steps[step_] : nullptr;
}

/// A waiting step continues; after an acting step, the next begins once the bench has settled.
void Runner::begin_step() {
  if (step_ == scenario_.steps.size()) return finish(Outcome::passed, {});
  const Step& step = scenario_.steps[step_];
  step_start_ = host_.now();
  observer_.step_began(step, step_start_ - start_);
  check_ = make_check(step.action, host_, times(),
                      [&](const std::string& pin) { return levels_.at(pin); });
  if (check_) {
    next_event_ = 0;  // all since the last step that waited
    console_changed_ = true;
    begun_ = check_->begin();
    return;
  }
  if (const auto done = act(step); !done) return decide(failed(done.error().message));
  observer_.step_ended(step, host_.now() - start_, {});
  ++step_;
  acted_ = true;
}

Result<void> Runner::act(const Step& step) {
  return std::visit(Actor{host_}, step.action);
}

/// One thing that has happened, in the order of time; false if there is none.
bool Runner::work_once() {
  if (!check_) return false;
  if (const Verdict begun = std::exchange(begun_, pending()); begun.kind != pending().kind) {
    decide(begun);
    return true;
  }
  if (take_event()) return true;
  if (std::exchange(console_changed_, false)) {
    decide(check_->on_console(console_));
    return true;
  }
  if (std::exchange(part_changed_, false)) {
    decide(check_->on_part());
    return true;
  }
  if (check_->deadline() <= host_.now()) {
    decide(check_->on_deadline());
    return true;
  }
  if (guest_status_) {
    decide(failed(fmt::format("QEMU ended with status {} while waiting for {}{}", *guest_status_,
                              check_->waits_for(), last_words_.empty() ? "" : ": " + last_words_)));
    return true;
  }
  return false;
}

bool Runner::take_event() {
  if (next_event_ == events_.size()) return false;
  const PinEvent& event = events_[next_event_];
  if (event.time > check_->deadline()) {
    decide(check_->on_deadline());
    return true;
  }
  ++next_event_;
  decide(check_->on_pin(event));
  return true;
}

void Runner::decide(const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::pending) return;
  const bool good = verdict.kind == Verdict::Kind::passed;
  PB_CHECK(good || !verdict.why.empty());
  end_step(verdict.why);
  if (!good) {
    return finish(Outcome::failed,
                  fmt::format("step {} of {}, {}: {}", step_ + 1, scenario_.steps.size(),
                              scenario_.steps[step_].title, verdict.why));
  }
  // What it has seen is over for the steps that follow.
  for (std::size_t i = 0; i < next_event_; ++i) {
    LevelBefore& before = levels_[events_[i].pin];
    const bool was_high = before.level == Level::high;
    before.level = events_[i].level;
    if (was_high != (before.level == Level::high)) before.since = events_[i].time;
  }
  events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(next_event_));
  next_event_ = 0;
  ++step_;
  check_.reset();
  begin_step();
}

void Runner::end_step(const std::string& why) {
  observer_.step_ended(scenario_.steps[step_], host_.now() - start_, why);
}

void Runner::finish(Outcome outcome, std::string why) {
  outcome_ = outcome;
  why_ = std::move(why);
  end_ = host_.now();
}

}  // namespace pinbridge::scenario
