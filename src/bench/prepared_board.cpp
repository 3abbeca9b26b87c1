#include "bench/prepared_board.hpp"

#include <utility>

namespace pinbridge {
namespace {

std::shared_ptr<const BoardPlan> plan_of(std::vector<PartInstance>& parts,
                                         const std::vector<Wire>& wires) {
  auto plan = std::make_shared<BoardPlan>();
  plan->pins = PinTable(parts, wires);
  plan->attributes.reserve(parts.size());
  plan->definitions.reserve(parts.size());
  for (PartInstance& part : parts) {
    plan->attributes.push_back(std::move(part.attributes));
    plan->definitions.push_back(std::move(part.definition));
  }
  return plan;
}

/// Wires are given by the pins of the new part. A box of an unknown type has the pins that wires
/// name, so another wire may renumber them.
bool have_same_pins(const PinTable& before, PartId old_part, const PinTable& after, PartId part) {
  if (before.count_of(old_part) != after.count_of(part)) return false;
  for (std::uint32_t i = 0; i < after.count_of(part); ++i) {
    const PinIndex pin{i};
    if (before.name(before.at(old_part, pin)) != after.name(after.at(part, pin))) return false;
  }
  return true;
}

bool are_same(const std::shared_ptr<const std::string>& a,
              const std::shared_ptr<const std::string>& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace

PreparedBoard::PreparedBoard(std::vector<PartInstance> new_parts, const std::vector<Wire>& wires,
                             std::shared_ptr<const BoardPlan> previous_plan)
    : parts(std::move(new_parts)), plan(plan_of(parts, wires)), nets(plan->pins.topology()) {
  compare(std::move(previous_plan));
}

const Part* PreparedBoard::find(std::string_view id) const {
  const auto part = plan->pins.find_part(id);
  return part ? parts[part->value()].part.get() : nullptr;
}

void PreparedBoard::compare(std::shared_ptr<const BoardPlan> other) {
  previous = std::move(other);
  counterparts.assign(parts.size(), std::nullopt);
  moved.clear();
  if (!previous) return;
  const PinTable& before = previous->pins;
  const PinTable& after = plan->pins;
  std::vector<std::optional<PartId>> of_same_id(before.part_count());
  for (std::uint32_t i = 0; i < after.part_count(); ++i) {
    const PartId part{i};
    const auto old = before.find_part(after.part_id(part));
    if (!old) continue;
    of_same_id[old->value()] = part;
    if (before.part_type(*old) != after.part_type(part)) continue;
    if (!are_same(previous->definitions[old->value()], plan->definitions[i])) continue;
    if (!have_same_pins(before, *old, after, part)) continue;
    const bool same = previous->attributes[old->value()] == plan->attributes[i];
    counterparts[i] = Counterpart{.part = *old, .same_attributes = same};
  }
  moved.reserve(before.count());
  for (std::uint32_t i = 0; i < before.count(); ++i) {
    const PinId pin{i};
    const auto part = of_same_id[before.part_of(pin).value()];
    // By an alias, two pins could become one, with the watchers of both.
    const auto index = part ? after.find_named(*part, before.short_name(pin)) : std::nullopt;
    moved.push_back(index ? std::optional(after.at(*part, *index)) : std::nullopt);
  }
}

}  // namespace pinbridge
