#include "links/native_gpio/trace_router.hpp"

#include <algorithm>

namespace pinbridge::native_gpio {

TraceRouter::TraceRouter() : reset_(kResetTrace) {}

void TraceRouter::add(NativeController& controller) {
  const auto same = [&](const Route& route) { return route.type == &controller.type(); };
  auto route = std::ranges::find_if(routes_, same);
  if (route == routes_.end()) {
    routes_.push_back({TracePattern(controller.type().trace), &controller.type(), {}});
    route = std::prev(routes_.end());
  }
  route->controllers.push_back(&controller);
}

TraceRouter::Outcome TraceRouter::route(std::string_view line) {
  const std::string_view event = trace_event(line);
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
    write(route, *record);
    outcome = Outcome::taken;
  }
  return outcome;
}

/// A controller that no chip stands for is traced as well, and passed over.
void TraceRouter::write(const Route& route, const TraceRecord& record) {
  for (NativeController* controller : route.controllers) {
    const bool its_own =
        route.type->trace_id == TraceId::only_one ||
        (route.type->trace_id == TraceId::path ? record.path == controller->device().path
                                               : record.name == controller->device().name);
    if (its_own) controller->wrote(record);
  }
}

/// The event does not say which of several it is. All are reset together, before the guest runs
/// again, so each may be reset as often.
void TraceRouter::reset(std::string_view type) {
  for (const Route& route : routes_) {
    if (route.type->qom_type != type) continue;
    for (NativeController* controller : route.controllers) controller->reset();
  }
}

}  // namespace pinbridge::native_gpio
