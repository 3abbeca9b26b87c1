#include "scenario/pin_checks.hpp"

#include <cmath>

#include "scenario/timed_check.hpp"

namespace pinbridge::scenario {
namespace {

class PinCheck : public TimedCheck {
 public:
  PinCheck(const ExpectPin& step, Host& host, Begin begin)
      : TimedCheck(begin, step.within), step_(step), host_(host) {}

  Verdict begin() override {
    const auto level = host_.level(step_.pin);
    if (!level) return failed(level.error().message);
    level_ = *level;
    if (level_ == step_.level) return passed();
    return step_.within == Duration::zero() ? on_deadline() : pending();
  }
  Verdict on_pin(const PinEvent& event) override {
    if (event.pin != step_.pin || event.time < started().step) return pending();
    level_ = event.level;
    changes_.add(fmt::format("{} {}", to_string(event.level), at(event.time, started())));
    return level_ == step_.level ? passed() : pending();
  }
  Verdict on_deadline() override {
    if (step_.within == Duration::zero()) {
      return failed(
          fmt::format("{} was {}, not {}", step_.pin, to_string(level_), to_string(step_.level)));
    }
    return failed(fmt::format(
        "{} was not {} within {}: it was {}", step_.pin, to_string(step_.level),
        time_text(step_.within),
        changes_.empty() ? std::string(to_string(level_)) + " all the time" : changes_.text()));
  }
  std::string waits_for() const override {
    return fmt::format("{} to be {}", step_.pin, to_string(step_.level));
  }

 private:
  ExpectPin step_;
  Host& host_;
  Level level_ = Level::highz;
  Seen changes_;
};

bool is_edge(Edge wanted, Level level) {
  if (level == Level::high) return wanted != Edge::falling;
  return level == Level::low && wanted != Edge::rising;
}

std::string_view word(Edge edge) {
  if (edge == Edge::rising) return "rising edge";
  return edge == Edge::falling ? "falling edge" : "edge";
}

class EdgeCheck : public TimedCheck {
 public:
  EdgeCheck(const ExpectEdge& step, Begin begin) : TimedCheck(begin, step.within), step_(step) {}

  Verdict on_pin(const PinEvent& event) override {
    if (event.pin != step_.pin) return pending();
    seen_.add(fmt::format("{} {}", to_string(event.level), at(event.time, started())));
    if (is_edge(step_.edge, event.level)) ++count_;
    return count_ >= step_.count ? passed() : pending();
  }
  Verdict on_deadline() override {
    const std::string wanted =
        step_.count == 1 ? fmt::format("no {}", word(step_.edge))
                         : fmt::format("{} of {} {}s", count_, step_.count, word(step_.edge));
    return failed(fmt::format("{} of {} within {}; seen: {}", wanted, step_.pin,
                              time_text(step_.within), seen_.empty() ? "nothing" : seen_.text()));
  }
  std::string waits_for() const override {
    return fmt::format("{} of {}", word(step_.edge), step_.pin);
  }

 private:
  ExpectEdge step_;
  std::int64_t count_ = 0;
  Seen seen_;
};

class NoEdgeCheck : public TimedCheck {
 public:
  NoEdgeCheck(const ExpectNoEdge& step, Begin begin) : TimedCheck(begin, step.span), step_(step) {}

  Verdict on_pin(const PinEvent& event) override {
    if (event.pin != step_.pin || !is_edge(step_.edge, event.level)) return pending();
    return failed(
        fmt::format("{} went {} {}", step_.pin, to_string(event.level), at(event.time, started())));
  }
  Verdict on_deadline() override { return passed(); }
  std::string waits_for() const override {
    return fmt::format("the end of {} without an edge of {}", time_text(span()), step_.pin);
  }

 private:
  ExpectNoEdge step_;
};

class PulseCheck : public TimedCheck {
 public:
  PulseCheck(const ExpectPulse& step, Begin begin, const LevelBefore& before)
      : TimedCheck(begin, step.within), step_(step), in_pulse_(is_pulse(before.level)) {
    if (in_pulse_) start_ = before.since;
  }

  Verdict on_pin(const PinEvent& event) override {
    if (event.pin != step_.pin || is_pulse(event.level) == in_pulse_) return pending();
    in_pulse_ = !in_pulse_;
    if (in_pulse_) {
      start_ = event.time;
      return pending();
    }
    if (!start_) return pending();  // its start was not seen
    const Duration width = event.time - *start_;
    seen_.add(fmt::format("{} {}", time_text(width), at(*start_, started())));
    const auto difference = static_cast<double>(std::abs((width - step_.width).count()));
    const bool fits = difference <= step_.tolerance * static_cast<double>(step_.width.count());
    return fits ? passed() : pending();
  }
  Verdict on_deadline() override {
    const std::string under_way =
        in_pulse_ && start_
            ? fmt::format(" (one since {} has not ended)", time_text(*start_ - started().scenario))
            : "";
    return failed(fmt::format("no {} pulse of {} of {} ± {:g} % within {}; seen: {}{}",
                              step_.high ? "high" : "low", step_.pin, time_text(step_.width),
                              100 * step_.tolerance, time_text(step_.within),
                              seen_.empty() ? "none" : seen_.text(), under_way));
  }
  std::string waits_for() const override { return "a pulse of " + step_.pin; }

 private:
  bool is_pulse(Level level) const { return (level == Level::high) == step_.high; }

  ExpectPulse step_;
  bool in_pulse_;
  std::optional<Time> start_;
  Seen seen_;
};

class BlinkCheck : public TimedCheck {
 public:
  BlinkCheck(const ExpectBlink& step, Begin begin) : TimedCheck(begin, step.within), step_(step) {}

  Verdict on_pin(const PinEvent& event) override {
    if (event.pin != step_.pin) return pending();
    const bool lit = event.level == Level::high;
    if (was_lit_ && !lit) ++count_;
    was_lit_ = lit;
    seen_.add(fmt::format("{} {}", to_string(event.level), at(event.time, started())));
    return count_ >= step_.times ? passed() : pending();
  }
  Verdict on_deadline() override {
    return failed(fmt::format("{} blinked {} of {} times within {}; seen: {}", step_.pin, count_,
                              step_.times, time_text(step_.within),
                              seen_.empty() ? "no change" : seen_.text()));
  }
  std::string waits_for() const override { return step_.pin + " to blink"; }

 private:
  ExpectBlink step_;
  std::int64_t count_ = 0;
  bool was_lit_ = false;
  Seen seen_;
};

}  // namespace

std::unique_ptr<Check> check_of(const ExpectPin& step, Host& host, Begin begin) {
  return std::make_unique<PinCheck>(step, host, begin);
}

std::unique_ptr<Check> check_of(const ExpectEdge& step, Begin begin) {
  return std::make_unique<EdgeCheck>(step, begin);
}

std::unique_ptr<Check> check_of(const ExpectNoEdge& step, Begin begin) {
  return std::make_unique<NoEdgeCheck>(step, begin);
}

std::unique_ptr<Check> check_of(const ExpectPulse& step, Begin begin, const LevelBefore& before) {
  return std::make_unique<PulseCheck>(step, begin, before);
}

std::unique_ptr<Check> check_of(const ExpectBlink& step, Begin begin) {
  return std::make_unique<BlinkCheck>(step, begin);
}

}  // namespace pinbridge::scenario
