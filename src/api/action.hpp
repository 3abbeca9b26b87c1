#pragma once

#include <string>
#include <variant>

#include "base/time.hpp"
#include "bench/control.hpp"
#include "net/level.hpp"

namespace pinbridge::api {

/// A pin and a client's override of it.
struct PinSetting {
  std::string pin;
  Drive drive;
};

struct ControlSetting {
  std::string part;
  std::string control;
  ControlValue value;
};

struct ButtonPress {
  std::string button;  ///< PART or PART:CONTROL
  Duration hold;
};

/// An action of a client, an HTTP request or a user of the page.
using Action = std::variant<PinSetting, ControlSetting, ButtonPress>;

/// Is notified of each action once it is done.
class ActionListener {
 public:
  ActionListener() = default;
  ActionListener(const ActionListener&) = delete;
  ActionListener& operator=(const ActionListener&) = delete;
  virtual ~ActionListener() = default;

  virtual void acted(const Action& action, Time time) = 0;
};

}  // namespace pinbridge::api
