#include "scenario/runner.hpp"

#include <utility>

#include "base/check.hpp"
#include "scenario/quantity.hpp"
#include "scenario/scenario_reader.hpp"

namespace pinbridge::scenario {
namespace {

/// What the guest prints and no step waits for is kept so far.
constexpr std::size_t kMostUnread = 1U << 20U;

/// A button's part and control.
std::pair<std::string, std::string> parts_of(const std::string& button) {
  const auto colon = button.find(':');
  if (colon == std::string::npos) return {button, "pressed"};
  return {button.substr(0, colon), button.substr(colon + 1)};
}

/// The part that a step names, beside pins; empty for none.
std::string named_part(const Action& action) {
  return std::visit(
      []([[maybe_unused]] const auto& step) -> std::string {
        if constexpr (requires { step.part; }) {
          return step.part;
        } else if constexpr (requires { step.button; }) {
          return parts_of(step.button).first;
        } else {
          return {};
        }
      },
      action);
}

/// Does the work of a step that does not wait.
struct Actor {
  Result<void> operator()(const WriteSerial& s) const { return host.write_serial(s.bytes); }
  Result<void> operator()(const SetControl& s) const {
    return host.control(s.part, s.control, s.value);
  }
  Result<void> operator()(const Press& s) const {
    if (s.hold) return host.press(s.button, *s.hold);
    const auto [part, control] = parts_of(s.button);
    return host.control(part, control, std::int64_t{1});
  }
  Result<void> operator()(const Release& s) const {
    const auto [part, control] = parts_of(s.button);
    return host.control(part, control, std::int64_t{0});
  }
  Result<void> operator()(const SetPin& s) const { return host.set_pin(s.pin, s.state); }
  Result<void> operator()(const TakeScreenshot& s) const { return host.take_screenshot(s); }
  Result<void> operator()(const auto&) const { return {}; }  // those that wait

  Host& host;
};

}  // namespace

Runner::Runner(const Scenario& scenario, Host& host, Observer& observer)
    : scenario_(scenario), host_(host), observer_(observer) {}

Result<void> Runner::prepare(const std::string& file) {
  for (const Step& step : scenario_.steps) {
    const auto fail = [&](const Error& error) { return error_at(file, step.place, error.message); };
    if (const std::string part = named_part(step.action); !part.empty()) {
      if (const auto found = host_.find_part(part); !found) return fail(found.error());
    }
    if (const auto* set = std::get_if<SetPin>(&step.action)) {
      if (const auto found = host_.level(set->pin); !found) return fail(found.error());
    }
    const std::string pin = watched_pin(step.action);
    if (pin.empty() || levels_.contains(pin)) continue;
    const auto level = host_.watch(pin);
    if (!level) return fail(level.error());
    levels_.emplace(pin, *level);
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
    decide(failed(fmt::format("QEMU ended with status {} while waiting for {}", *guest_status_,
                              check_->waits_for())));
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
  for (std::size_t i = 0; i < next_event_; ++i) levels_[events_[i].pin] = events_[i].level;
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
