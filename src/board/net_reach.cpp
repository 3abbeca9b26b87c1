#include "board/net_reach.hpp"

#include "bench/net_finder.hpp"

namespace pinbridge::board {

NetReach::NetReach(const BoardPins& pins, const BoardNets& nets, const Assembly& assembly)
    : pins_(pins),
      nets_(nets),
      assembly_(assembly),
      supply_of_net_(supply_levels(pins, nets)),
      branch_part_(nets.count) {
  find_regions();
  add_pins();
  add_supplies();
}

bool NetReach::waits_in_vain(PinId pin) const {
  const Region& region = region_of(pin);
  return branch_part_[nets_.of(pin).value()] && region.drivers == 1 && region.listeners == 0 &&
         !region.supplied;
}

void NetReach::for_each_branch(const auto& visit) const {
  for (std::uint32_t i = 0; i < pins_.part_count(); ++i) {
    const PartId part{i};
    const Layout& layout = pins_.layout(part);
    for (const auto* pairs : {&layout.contacts, &layout.resistors}) {
      for (const auto& [a, b] : *pairs) {
        visit(part, nets_.of(pins_.pin(part, a)), nets_.of(pins_.pin(part, b)));
      }
    }
  }
}

void NetReach::find_regions() {
  NetFinder finder(nets_.count);
  for_each_branch([&](PartId part, NetId a, NetId b) {
    branch_part_[a.value()] = branch_part_[b.value()] = part;
    const auto is_supply = [&](NetId net) { return supply_of_net_[net.value()] != Level::highz; };
    if (!is_supply(a) && !is_supply(b)) finder.join(a.value(), b.value());
  });
  std::uint32_t count = 0;
  region_of_net_ = finder.number(count);
  regions_.resize(count);
}

void NetReach::add_pins() {
  for (std::uint32_t i = 0; i < pins_.part_count(); ++i) {
    const PartId part{i};
    const Layout& layout = pins_.layout(part);
    std::vector<bool> is_end(layout.pins.size());
    for (const auto* pairs : {&layout.contacts, &layout.resistors, &layout.joins}) {
      for (const auto& [a, b] : *pairs) is_end[a.value()] = is_end[b.value()] = true;
    }
    for (std::uint32_t k = 0; k < layout.pins.size(); ++k) {
      add_pin(pins_.pin(part, PinIndex{k}), is_end[k]);
    }
  }
  for (const PinPlace& place : assembly_.loose_ends) {
    Region& region = region_of(pins_.pin(place));
    region.high = region.low = region.supplied = true;
  }
}

void NetReach::add_pin(PinId pin, bool is_end) {
  Region& region = region_of(pin);
  const PinSpec& spec = pins_.spec(pin);
  const bool drives =
      spec.role == PinRole::output || spec.role == PinRole::line || spec.role == PinRole::unknown;
  if (drives || spec.pull.level == Level::high) region.high = true;
  if (drives || spec.pull.level == Level::low) region.low = true;
  if (drives || spec.pull != kNoDrive) {
    ++region.drivers;
  } else if (!is_end) {
    ++region.listeners;
  }
}

/// Last, because a supply overrides all others on its own net.
void NetReach::add_supplies() {
  const auto touch = [&](NetId supply, NetId other) {
    const Level level = supply_of_net_[supply.value()];
    if (level == Level::highz) return;
    Region& region = regions_[region_of_net_[other.value()]];
    (level == Level::high ? region.high : region.low) = true;
    region.supplied = true;
  };
  for_each_branch([&](PartId, NetId a, NetId b) {
    touch(a, b);
    touch(b, a);
  });
  for (std::uint32_t i = 0; i < nets_.count; ++i) {
    if (supply_of_net_[i] == Level::highz) continue;
    Region& region = regions_[region_of_net_[i]];
    region.high = supply_of_net_[i] == Level::high;
    region.low = !region.high;
    region.supplied = true;
  }
}

}  // namespace pinbridge::board
