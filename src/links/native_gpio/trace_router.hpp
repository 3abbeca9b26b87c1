#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/trace_pattern.hpp"

namespace pinbridge::native_gpio {

/// QEMU's trace event of each device that is reset, in the stream of all others.
inline constexpr std::string_view kResetTrace =
    "resettable_phase_hold_exec obj={#}({type}) method={#}";

/// Brings each line of QEMU's trace to the controller that it is of.
class TraceRouter {
 public:
  /// What became of a line.
  enum class Outcome : std::uint8_t {
    taken,
    foreign,    ///< no event of ours: the user's own log
    unreadable  ///< an event of ours that is written otherwise than we know
  };

  TraceRouter();

  /// The controller, which outlives the router, is traced from now on.
  void add(NativeController& controller);

  Outcome route(std::string_view line);

 private:
  struct Route {
    TracePattern pattern;
    const ControllerType* type;
    std::vector<NativeController*> controllers;
  };

  void write(const Route& route, const TraceRecord& record);
  void reset(std::string_view type);

  TracePattern reset_;
  std::vector<Route> routes_;
};

}  // namespace pinbridge::native_gpio
