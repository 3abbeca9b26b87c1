#include "bench/net_report.hpp"

#include <algorithm>

#include "bench/bench.hpp"

namespace pinbridge {

std::string_view to_string(NetDrive::By by) {
  switch (by) {
    case NetDrive::By::part:
      return "part";
    case NetDrive::By::hand:
      return "hand";
    case NetDrive::By::resistor:
      return "resistor";
  }
  return "";
}

NetReport Bench::report_net(PinId pin) const {
  NetReport report;
  const auto joined = nets_.group(pins_[pin.value()].net);
  const auto is_joined = [&](PinId other) {
    return std::find(joined.begin(), joined.end(), pins_[other.value()].net) != joined.end();
  };
  for (const NetId net : joined) {
    const auto& pins = pins_of_net_[net.value()];
    report.pins.insert(report.pins.end(), pins.begin(), pins.end());
  }
  std::sort(report.pins.begin(), report.pins.end());
  for (const PinId each : report.pins) {
    const PinEntry& entry = pins_[each.value()];
    if (entry.own != kNoDrive) report.drives.push_back({each, NetDrive::By::part, entry.own});
    if (entry.by_hand != kNoDrive) {
      report.drives.push_back({each, NetDrive::By::hand, entry.by_hand});
    }
  }
  const auto pass_on = [&](PinId near, PinId far) {
    // What is only pulled behind it may be pulled by us: it is no reason.
    const Signal behind = signal(far);
    if (!is_joined(near) || is_joined(far) || behind.strength <= Strength::pull) return;
    report.drives.push_back({near, NetDrive::By::resistor, {behind.level, Strength::pull}});
  };
  for (const auto& [a, b] : resistors_) {
    pass_on(a, b);
    pass_on(b, a);
  }
  return report;
}

}  // namespace pinbridge
