#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "bench/control.hpp"
#include "net/level.hpp"

namespace pinbridge::scenario {

/// A place in a file, both numbers from 1.
struct Place {
  int line = 1;
  int column = 1;
};

// The steps of a scenario. Pins are written PART:PIN, buttons PART or PART:CONTROL.

struct Delay {
  Duration duration;
};
struct WaitSerial {
  std::string text;
  std::optional<Duration> within;
};
struct WriteSerial {
  std::string bytes;
};
struct SetControl {
  std::string part;
  std::string control;
  ControlValue value;
};
/// Does not wait: the bench releases the button after `hold`, or never without it.
struct Press {
  std::string button;
  std::optional<Duration> hold;
};
struct Release {
  std::string button;
};
struct SetPin {
  std::string pin;
  std::string state;  ///< 0, 1 or z, or a word for it
};
struct TakeScreenshot {
  std::string part;
  std::string save_to;       ///< empty: nowhere
  std::string compare_with;  ///< empty: with nothing
};
struct ExpectPin {
  std::string pin;
  Level level;
  Duration within;
};

enum class Edge { rising, falling, both };

struct ExpectEdge {
  std::string pin;
  Edge edge;
  std::int64_t count;
  Duration within;
};
struct ExpectNoEdge {
  std::string pin;
  Edge edge;
  Duration span;
};
struct ExpectFrequency {
  std::string pin;
  double hertz;
  double tolerance;  ///< relative: 0.05 is 5 %
  Duration span;
};
struct ExpectDuty {
  std::string pin;
  double duty;       ///< 0 to 1
  double tolerance;  ///< absolute
  Duration span;
};
struct ExpectPulse {
  std::string pin;
  bool high;
  Duration width;
  double tolerance;  ///< relative
  Duration within;
};
struct ExpectText {
  std::string part;
  std::string text;
  Duration within;
};
/// The pin goes high and low again this many times.
struct ExpectBlink {
  std::string pin;
  std::int64_t times;
  Duration within;
};

using Action = std::variant<Delay, WaitSerial, WriteSerial, SetControl, Press, Release, SetPin,
                            TakeScreenshot, ExpectPin, ExpectEdge, ExpectNoEdge, ExpectFrequency,
                            ExpectDuty, ExpectPulse, ExpectText, ExpectBlink>;

struct Step {
  Place place;
  std::string title;  ///< for people: `expect-edge led0:A rising`
  Action action;
};

struct Scenario {
  std::string name;  ///< empty if the file has none
  std::vector<Step> steps;
};

}  // namespace pinbridge::scenario
