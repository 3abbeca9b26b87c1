#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scenario/host.hpp"
#include "scenario/runner.hpp"
#include "scenario/scenario_reader.hpp"

namespace pinbridge::scenario {

/// A bench in virtual time: what happens on it is written down before, and a runner is driven
/// through it.
class FakeHost : public Host, public Observer {
 public:
  Time now() const override { return now_; }

  Result<Level> watch(const std::string& pin) override { return level(pin); }
  Result<Level> level(const std::string& pin) override {
    const auto found = levels.find(pin);
    if (found != levels.end()) return found->second;
    return make_error(ErrorCode::not_found, "there is no pin \"{}\"", pin);
  }
  Result<void> find_part(const std::string& part) override {
    if (texts.contains(part)) return {};
    return make_error(ErrorCode::not_found, "the board has no part \"{}\"", part);
  }
  Result<void> set_pin(const std::string& pin, const std::string& state) override {
    did.push_back(pin + "=" + state);
    set_level(pin, state == "1" ? Level::high : Level::low);
    return {};
  }
  Result<void> control(const std::string& part, const std::string& name,
                       const ControlValue& value) override {
    did.push_back(part + " " + name + "=" + to_string(value));
    if (did.back() == refuses) return make_error(ErrorCode::invalid, "{}: not so", part);
    return {};
  }
  Result<void> press(const std::string& button, Duration hold) override {
    did.push_back(fmt::format("press {} {}", button, hold.count()));
    return {};
  }
  Result<void> write_serial(std::string_view bytes) override {
    did.push_back("write " + std::string(bytes));
    return {};
  }
  Result<std::string> text(const std::string& part) override { return texts[part]; }
  Result<void> take_screenshot(const TakeScreenshot& step) override {
    if (step.compare_with.empty()) return {};
    return make_error(ErrorCode::invalid, "{} differs from {}", step.part, step.compare_with);
  }

  void step_began(const Step&, Duration) override {}
  void step_ended(const Step& step, Duration since_start, const std::string& why) override {
    ended.push_back(fmt::format("{} {}{}", since_start.count() / 1'000'000, step.title,
                                why.empty() ? "" : "!"));
  }

  /// Something that happens at a time after the start.
  void at(Duration time, std::function<void()> action) { plan_.emplace(Time(time), action); }
  void level_at(Duration time, const std::string& pin, Level level) {
    at(time, [this, pin, level] { set_level(pin, level); });
  }
  /// A pin that is high and low for `half` each, from the start to `end`.
  void square(const std::string& pin, Duration half, Duration end) {
    bool high = true;
    for (Duration time = half; time <= end; time += half) {
      level_at(time, pin, high ? Level::high : Level::low);
      high = !high;
    }
  }
  void prints(Duration time, const std::string& text) {
    at(time, [this, text] { runner_->printed(text); });
  }

  /// Runs a scenario until it is finished, or `end`, where it is timed out. Returns why it failed.
  std::string run(const std::string& yaml, Duration end = std::chrono::minutes(1)) {
    const auto scenario = read_scenario(yaml, "s.yaml");
    if (!scenario) return scenario.error().message;
    Runner runner(*scenario, *this, *this);
    runner_ = &runner;
    if (const auto prepared = runner.prepare(); !prepared) return prepared.error().message;
    runner.start();
    runner.advance();
    while (!runner.finished() && step(runner, Time(end))) {
    }
    runner.time_out();
    outcome = runner.outcome();
    return runner.why();
  }

  void guest_ends(Duration time, int status, const std::string& words = "") {
    at(time, [this, status, words] { runner_->guest_ended(status, words); });
  }

  std::map<std::string, Level> levels;
  std::map<std::string, std::string> texts;
  std::vector<std::string> did;
  std::string refuses;  ///< a change of a control, as it is in `did`
  std::vector<std::string> ended;
  Outcome outcome = Outcome::passed;
  /// The runner is called a second after its deadline, as on a machine that is busy.
  bool reports_late = false;

 private:
  /// The next thing that happens. False at the end.
  bool step(Runner& runner, Time end) {
    const Time next = plan_.empty() ? Time::max() : plan_.begin()->first;
    const Duration late = reports_late ? Duration(std::chrono::seconds(1)) : Duration::zero();
    const Time due = runner.next_due() == Time::max() ? Time::max() : runner.next_due() + late;
    now_ = std::min({next, due, end});
    if (now_ == end) return false;
    if (now_ == next) {
      const auto action = plan_.begin()->second;
      plan_.erase(plan_.begin());
      action();
    }
    runner.advance();
    return true;
  }

  void set_level(const std::string& pin, Level level) {
    if (levels[pin] == level) return;
    levels[pin] = level;
    if (runner_ != nullptr) runner_->pin_changed({pin, level, now_});
  }

  std::multimap<Time, std::function<void()>> plan_;
  Time now_{};
  Runner* runner_ = nullptr;
};

}  // namespace pinbridge::scenario
