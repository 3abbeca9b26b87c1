#include "bench/pin_table.hpp"

#include "bench/net_finder.hpp"

namespace pinbridge {

PinTable::PinTable(std::span<const PartInstance> parts, std::span<const Wire> wires) {
  std::vector<Layout> layouts;
  layouts.reserve(parts.size());
  std::size_t pins = 0;
  for (const PartInstance& instance : parts) {
    layouts.push_back(instance.part->layout());
    pins += layouts.back().pins.size();
  }
  parts_.reserve(parts.size());
  part_by_id_.reserve(parts.size());
  names_.reserve(pins);
  places_.reserve(pins);
  pin_by_name_.reserve(pins);
  for (std::size_t i = 0; i < parts.size(); ++i) add_part(parts[i], layouts[i]);
  number_nets(layouts, wires);
}

void PinTable::add_part(const PartInstance& instance, const Layout& layout) {
  const PartId part{part_count()};
  parts_.push_back({.id = instance.id,
                    .type = instance.type,
                    .first_pin = count(),
                    .pin_count = static_cast<std::uint32_t>(layout.pins.size()),
                    .first_contact = static_cast<std::uint32_t>(contacts_.size())});
  part_by_id_.emplace(instance.id, part);
  for (std::uint32_t i = 0; i < layout.pins.size(); ++i) {
    std::string name = instance.id + ":" + layout.pins[i].name;
    pin_by_name_.emplace(name, PinId{count()});
    names_.push_back(std::move(name));
    places_.push_back({.part = part, .index = PinIndex{i}});
  }
  // After all names, which take precedence.
  for (std::uint32_t i = 0; i < layout.pins.size(); ++i) {
    const std::string& alias = layout.pins[i].alias;
    if (!alias.empty()) pin_by_name_.emplace(instance.id + ":" + alias, at(part, PinIndex{i}));
  }
  const auto pins = [&](const PinIndexPair& pair) {
    return PinPair{at(part, pair.first), at(part, pair.second)};
  };
  for (const PinIndexPair& pair : layout.contacts) contacts_.push_back(pins(pair));
  for (const PinIndexPair& pair : layout.resistors) resistors_.push_back(pins(pair));
}

void PinTable::number_nets(std::span<const Layout> layouts, std::span<const Wire> wires) {
  NetFinder finder(count());
  const auto join = [&](PinId a, PinId b) { finder.join(a.value(), b.value()); };
  for (const Wire& wire : wires) {
    join(at(wire.from.part, wire.from.pin), at(wire.to.part, wire.to.pin));
  }
  for (std::uint32_t i = 0; i < layouts.size(); ++i) {
    for (const auto& [a, b] : layouts[i].joins) join(at(PartId{i}, a), at(PartId{i}, b));
  }
  std::uint32_t net_count = 0;
  const auto net_of_pin = finder.number(net_count);
  for (std::uint32_t i = 0; i < count(); ++i) places_[i].net = NetId{net_of_pin[i]};
  list_pins_of_nets(net_count);
}

void PinTable::list_pins_of_nets(std::uint32_t net_count) {
  first_on_net_.assign(net_count + 1, 0);
  for (const PinPlace& place : places_) ++first_on_net_[place.net.value() + 1];
  for (std::uint32_t net = 0; net < net_count; ++net) first_on_net_[net + 1] += first_on_net_[net];
  on_nets_.resize(count());
  std::vector<std::uint32_t> next(first_on_net_.begin(), first_on_net_.end() - 1);
  for (std::uint32_t i = 0; i < count(); ++i) {
    on_nets_[next[places_[i].net.value()]++] = PinId{i};
  }
}

std::optional<PartId> PinTable::find_part(std::string_view id) const {
  const auto found = part_by_id_.find(id);
  if (found == part_by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<PinId> PinTable::find(std::string_view name) const {
  const auto found = pin_by_name_.find(name);
  if (found == pin_by_name_.end()) return std::nullopt;
  return found->second;
}

Topology PinTable::topology() const {
  Topology topology{.net_count = static_cast<std::uint32_t>(first_on_net_.size() - 1),
                    .contacts = {},
                    .resistors = {}};
  for (const PinPair& pins : contacts_) topology.contacts.push_back(nets_of(pins));
  for (const PinPair& pins : resistors_) topology.resistors.push_back(nets_of(pins));
  return topology;
}

}  // namespace pinbridge
