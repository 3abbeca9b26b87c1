#pragma once

#include <string>
#include <utility>

#include "base/pin_name.hpp"
#include "base/result.hpp"
#include "scenario/host.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// Does the work of a step that does not wait; nothing for one that does.
struct Actor {
  Result<void> operator()(const WriteSerial& s) const { return host.write_serial(s.bytes); }
  Result<void> operator()(const SetControl& s) const {
    return host.control(s.part, s.control, s.value);
  }
  Result<void> operator()(const Press& s) const {
    return s.hold ? host.press(s.button, *s.hold) : hold(s.button, 1);
  }
  Result<void> operator()(const Release& s) const { return hold(s.button, 0); }
  Result<void> operator()(const SetPin& s) const { return host.set_pin(s.pin, s.state); }
  Result<void> operator()(const TakeScreenshot& s) const { return host.take_screenshot(s); }
  Result<void> operator()(const auto&) const { return {}; }

  Result<void> hold(const std::string& button, std::int64_t pressed) const {
    const auto [part, control] = split_button_name(button);
    return host.control(std::string(part), std::string(control), pressed);
  }

  Host& host;
};

}  // namespace pinbridge::scenario
