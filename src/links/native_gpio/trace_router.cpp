#include "links/native_gpio/trace_router.hpp"

#include <algorithm>

namespace pinbridge::native_gpio {

TraceRouter::TraceRouter() : reset_(kResetTrace) {}

void TraceRouter::add(NativeController& controller) {
  add(controller, controller.type().trace, &NativeController::wrote);
}

void TraceRouter::add_pending(NativeController& controller) {
  add(controller, controller.type().pending_trace, &NativeController::pending);
}

void TraceRouter::add_reads(NativeController& controller) {
  add(controller, controller.type().read_trace, &NativeController::was_read);
}

void TraceRouter::add_writes(NativeController& controller) {
  add(controller, controller.type().write_trace, &NativeController::was_written);
}

void TraceRouter::add(NativeController& controller, std::string_view pattern, Take take) {
  const auto same = [&](const Route& route) {
    return route.type == &controller.type() && route.take == take;
  };
  auto route = std::ranges::find_if(routes_, same);
  if (route == routes_.end()) {
    routes_.push_back({qemu::TracePattern(pattern), &controller.type(), take, {}});
    route = std::prev(routes_.end());
  }
  route->controllers.push_back(&controller);
}

TraceRouter::Outcome TraceRouter::route(std::string_view line) {
  const std::string_view event = qemu::trace_event(line);
  if (event == reset_.event()) {
    const auto record = reset_.match(line);
    if (record) reset(record->type);
    return record ? Outcome::taken : Outcome::unreadable;
  }
  Outcome outcome = Outcome::foreign;
  for (const Route& route : routes_) {
    if (route.pattern.event() != event) continue;
    const auto record = route.pattern.match(line);
    if (!record) return Outcome::unreadable;
    pass_on(route, *record);
    outcome = Outcome::taken;
  }
  return outcome;
}

/// A controller that no chip represents is traced as well, and ignored.
void TraceRouter::pass_on(const Route& route, const qemu::TraceRecord& record) {
  for (NativeController* controller : route.controllers) {
    // Writes show that the guest has a driver of the type, and are traced no longer.
    const bool its_own = route.take == &NativeController::was_written ||
                         route.type->trace_id == controllers::TraceId::only_one ||
                         (route.type->trace_id == controllers::TraceId::path
                              ? record.path == controller->device().path
                              : record.name == controller->device().name);
    if (its_own) (controller->*route.take)(record);
  }
}

/// The event does not name one of several. All are reset together, before the guest runs
/// again, so each may be reset as often.
void TraceRouter::reset(std::string_view type) {
  for (const Route& route : routes_) {
    if (route.type->qom_type != type || route.take != &NativeController::wrote) continue;
    for (NativeController* controller : route.controllers) controller->reset();
  }
}

}  // namespace pinbridge::native_gpio
