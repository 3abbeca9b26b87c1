#include "parts/sensor_part.hpp"

#include <algorithm>

namespace pinbridge::parts {

std::vector<ControlState> SensorPart::controls() const {
  std::vector<ControlState> states;
  states.reserve(quantities_.size());
  for (const DecimalControl& each : quantities_) states.push_back(each.state());
  return states;
}

std::vector<ControlRange> SensorPart::ranges() const {
  std::vector<ControlRange> all;
  all.reserve(quantities_.size());
  for (const DecimalControl& each : quantities_) all.push_back(each.range());
  return all;
}

Result<void> SensorPart::control(std::string_view name, const ControlValue& value) {
  const auto found = std::ranges::find(quantities_, name, &DecimalControl::name);
  if (found == quantities_.end()) return Part::control(name, value);
  auto done = found->set(value);
  if (done) host().state_changed();
  return done;
}

}  // namespace pinbridge::parts
