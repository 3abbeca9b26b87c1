#pragma once

#include <string>

#include "base/gpio_lines.hpp"
#include "links/controllers/controller_choice.hpp"

namespace pinbridge::native_gpio {

/// A chip of a board, and the controller of its machine that it represents.
struct ChipBinding {
  std::string id;    ///< in log lines
  GpioLines* lines;  ///< not owned; outlives the link
  controllers::ControllerChoice choice;
};

}  // namespace pinbridge::native_gpio
