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

NetReport report_net(const Bench& bench, PinId pin) {
  NetReport report;
  const PinTable& table = bench.pins();
  auto joined = bench.nets().group(table.net_of(pin));
  std::ranges::sort(joined);
  const auto is_joined = [&](PinId other) {
    return std::ranges::binary_search(joined, table.net_of(other));
  };
  for (const NetId net : joined) {
    const auto& pins = table.on_net(net);
    report.pins.insert(report.pins.end(), pins.begin(), pins.end());
  }
  std::sort(report.pins.begin(), report.pins.end());
  for (const PinId each : report.pins) {
    const PinDrives drives = bench.drives(each);
    if (drives.own != kNoDrive) report.drives.push_back({each, NetDrive::By::part, drives.own});
    if (drives.by_hand != kNoDrive) {
      report.drives.push_back({each, NetDrive::By::hand, drives.by_hand});
    }
  }
  const auto pass_on = [&](PinId near, PinId far) {
    // A pull behind the resistor may come from this net, so it is not a reason.
    const Signal behind = bench.signal(far);
    if (!is_joined(near) || is_joined(far) || behind.strength <= Strength::pull) return;
    report.drives.push_back({near, NetDrive::By::resistor, {behind.level, Strength::pull}});
  };
  for (const auto& [a, b] : table.resistors()) {
    pass_on(a, b);
    pass_on(b, a);
  }
  return report;
}

}  // namespace pinbridge
