#include "bench/pin_table.hpp"

#include <algorithm>
#include <tuple>

#include "base/pin_name.hpp"
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
  by_name_.reserve(pins);
  for (std::size_t i = 0; i < parts.size(); ++i) add_part(parts[i], layouts[i]);
  number_nets(layouts, wires);
}

void PinTable::add_part(const PartInstance& instance, const Layout& layout) {
  const PartId part{part_count()};
  parts_.push_back({.id = instance.id,
                    .type = instance.type,
                    .first_pin = count(),
                    .pin_count = static_cast<std::uint32_t>(layout.pins.size()),
                    .first_contact = static_cast<std::uint32_t>(contacts_.size()),
                    .first_alias = static_cast<std::uint32_t>(aliases_.size())});
  part_by_id_.emplace(instance.id, part);
  for (std::uint32_t i = 0; i < layout.pins.size(); ++i) {
    places_.push_back({.part = part, .index = PinIndex{i}});
  }
  add_names(parts_.back(), layout);
  const auto pins = [&](const PinIndexPair& pair) {
    return PinPair{at(part, pair.first), at(part, pair.second)};
  };
  for (const PinIndexPair& pair : layout.contacts) contacts_.push_back(pins(pair));
  for (const PinIndexPair& pair : layout.resistors) resistors_.push_back(pins(pair));
}

void PinTable::add_names(const PartEntry& part, const Layout& layout) {
  for (std::uint32_t i = 0; i < layout.pins.size(); ++i) {
    const PinSpec& pin = layout.pins[i];
    names_.push_back(part.id + ":" + pin.name);
    by_name_.emplace_back(i);
    if (!pin.alias.empty()) aliases_.push_back({.name = pin.alias, .pin = PinIndex{i}});
  }
  std::ranges::sort(std::span(by_name_).last(layout.pins.size()), {}, [&](PinIndex pin) {
    return std::tuple(std::string_view(layout.pins[pin.value()].name), pin);
  });
  std::ranges::sort(std::span(aliases_).subspan(part.first_alias), {}, [](const Alias& alias) {
    return std::tuple(std::string_view(alias.name), alias.pin);
  });
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
  const auto [part_id, short_name] = split_pin_name(name);
  const auto part = find_part(part_id);
  const auto pin = part ? find(*part, short_name) : std::nullopt;
  return pin ? std::optional(at(*part, *pin)) : std::nullopt;
}

std::optional<PinIndex> PinTable::find_named(PartId part, std::string_view short_name) const {
  const auto name_of = [&](PinIndex pin) { return this->short_name(at(part, pin)); };
  const auto pins = std::span(by_name_).subspan(first_of(part).value(), count_of(part));
  const auto pin = std::ranges::lower_bound(pins, short_name, {}, name_of);
  return pin != pins.end() && name_of(*pin) == short_name ? std::optional(*pin) : std::nullopt;
}

std::optional<PinIndex> PinTable::find(PartId part, std::string_view short_name) const {
  // Names take precedence.
  if (const auto pin = find_named(part, short_name)) return pin;
  const auto aliases = aliases_of(part);
  const auto alias = std::ranges::lower_bound(aliases, short_name, {}, &Alias::name);
  if (alias != aliases.end() && alias->name == short_name) return alias->pin;
  return std::nullopt;
}

std::span<const PinTable::Alias> PinTable::aliases_of(PartId part) const {
  const std::size_t next = part.value() + std::size_t{1};
  const std::size_t end = next < parts_.size() ? parts_[next].first_alias : aliases_.size();
  const std::size_t begin = parts_[part.value()].first_alias;
  return std::span(aliases_).subspan(begin, end - begin);
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
