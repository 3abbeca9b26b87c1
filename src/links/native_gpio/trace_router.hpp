#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "links/native_gpio/native_controller.hpp"
#include "qemu/control/trace_pattern.hpp"

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
  /// The same for its pending interrupts, and for what the guest reads.
  void add_pending(NativeController& controller);
  void add_reads(NativeController& controller);
  /// The same for writes, where `trace` is not of writes.
  void add_writes(NativeController& controller);

  Outcome route(std::string_view line);

 private:
  /// What a controller does with a line of its own.
  using Take = void (NativeController::*)(const qemu::TraceRecord&);

  struct Route {
    qemu::TracePattern pattern;
    const controllers::ControllerType* type;
    Take take;
    std::vector<NativeController*> controllers;
  };

  void add(NativeController& controller, std::string_view pattern, Take take);
  static void pass_on(const Route& route, const qemu::TraceRecord& record);
  void reset(std::string_view type);

  qemu::TracePattern reset_;
  std::vector<Route> routes_;
};

}  // namespace pinbridge::native_gpio
