#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "scenario/check.hpp"
#include "scenario/host.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

enum class Outcome { passed, failed, timed_out };

/// Receives the progress of a scenario.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  virtual void step_began(const Step& step, Duration since_start) = 0;
  /// `why` is empty for a step that passed.
  virtual void step_ended(const Step& step, Duration since_start, const std::string& why) = 0;
};

/// Runs the steps of a scenario in order, until one fails.
///
/// It has no clock and no thread: its owner reports what happens, in order, and then calls
/// advance(). An expectation is given every change since the end of the last step that waited, so
/// that nothing is lost between two steps; it judges by the times of the changes, not by when they
/// are reported.
class Runner {
 public:
  /// All outlive the runner.
  Runner(const Scenario& scenario, Host& host, Observer& observer);

  /// Watches the pins of the steps. Fails if the board lacks one. To be called before start().
  Result<void> prepare();

  /// Begins the first steps; advance() continues.
  void start();

  // What happens. Reported from anywhere; nothing is done before advance().
  void pin_changed(PinEvent event) { events_.push_back(std::move(event)); }
  void part_changed() { part_changed_ = true; }
  void printed(std::string_view text);
  /// `last_words` is its last error; empty for none.
  void guest_ended(int exit_status, std::string last_words) {
    guest_status_ = exit_status;
    last_words_ = std::move(last_words);
  }

  /// The user ends the run: the step fails for this reason.
  void interrupt(const std::string& why);

  /// Goes on, as far as that is possible at host.now().
  void advance();
  /// The time for all steps is over.
  void time_out();

  /// When advance() must be called even if nothing happens; Time::max() for never.
  Time next_due() const;

  bool finished() const { return outcome_.has_value(); }
  /// Once finished.
  Outcome outcome() const { return *outcome_; }
  /// The sentence of the failure, with the number of the step; empty if all passed.
  const std::string& why() const { return why_; }
  /// The elapsed time.
  Duration duration() const;
  const Step* failed_step() const;

 private:
  void begin_step();
  Result<void> act(const Step& step);
  bool work_once();
  bool take_event();
  void decide(const Verdict& verdict);
  void end_step(const std::string& why);
  void finish(Outcome outcome, std::string why);
  Begin times() const { return {step_start_, start_}; }

  const Scenario& scenario_;
  Host& host_;
  Observer& observer_;
  std::size_t step_ = 0;
  bool acted_ = false;            ///< the last step acted, and the next has not begun
  std::unique_ptr<Check> check_;  ///< of the step that waits
  Verdict begun_;                 ///< what it said when it began, if that is not settled yet
  std::vector<PinEvent> events_;
  std::size_t next_event_ = 0;                 ///< the first that the check has not seen
  std::map<std::string, LevelBefore> levels_;  ///< before the first of events_
  Console console_;
  bool console_changed_ = false;
  bool part_changed_ = false;
  std::optional<int> guest_status_;
  std::string last_words_;
  Time start_{};
  Time step_start_{};
  Time end_{};
  std::optional<Outcome> outcome_;
  std::string why_;
};

}  // namespace pinbridge::scenario
