#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "net/level.hpp"
#include "scenario/host.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// Whether a step's expectation holds; `why` explains a failure.
struct Verdict {
  enum class Kind { pending, passed, failed };

  Kind kind = Kind::pending;
  std::string why;
};

inline Verdict pending() {
  return {};
}
inline Verdict passed() {
  return {Verdict::Kind::passed, {}};
}
inline Verdict failed(std::string why) {
  return {Verdict::Kind::failed, std::move(why)};
}

/// A level change of a watched pin.
struct PinEvent {
  std::string pin;
  Level level;
  Time time;
};

/// The level of a pin before the first event that a check receives, and since when the pin has been
/// high or not high; unset if it was so from the start.
struct LevelBefore {
  Level level = Level::highz;
  std::optional<Time> since;
};

/// When the step began, and when the scenario did: failures give times since then.
struct Begin {
  Time step;
  Time scenario;
};

/// What the guest has printed, from the end of the last match on.
struct Console {
  std::string unread;
};

/// The expectation of the step that is under way. It receives all that happens, in order, and its
/// own deadline.
class Check {
 public:
  Check() = default;
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;
  virtual ~Check() = default;

  /// Once, before all else.
  virtual Verdict begin() { return pending(); }
  /// Those of all watched pins, from the end of the last step that waited on.
  virtual Verdict on_pin(const PinEvent& /*event*/) { return pending(); }
  virtual Verdict on_part() { return pending(); }
  virtual Verdict on_console(Console& /*console*/) { return pending(); }
  /// At the deadline; not pending any more.
  virtual Verdict on_deadline() = 0;
  /// Time::max() for none.
  virtual Time deadline() const = 0;
  /// What is waited for, for a time-out.
  virtual std::string waits_for() const = 0;
};

/// The check of a step that waits; nullptr for one that acts. Levels are those at the end of the
/// last step that waited. `host` outlives the check.
std::unique_ptr<Check> make_check(const Action& action, Host& host, Begin begin,
                                  const std::function<LevelBefore(const std::string& pin)>& before);

/// The pin that a step watches; empty for none.
std::string watched_pin(const Action& action);

}  // namespace pinbridge::scenario
