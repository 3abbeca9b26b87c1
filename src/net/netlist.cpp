#include "net/netlist.hpp"

#include <array>
#include <unordered_set>
#include <utility>

#include "base/check.hpp"

// How a pass resolves a touched net.
//
// - group: nets joined by closed contacts. Stiff nets are not members; they end it and add their
//   level.
// - hard: a group whose own drives are strong or supply; nothing beyond its resistors counts in it.
// - weak: a group with own pulls only, or none.
// - region: weak groups joined by resistors. All their pulls, and what the resistors bring in from
//   hard groups and stiff nets around, meet there, and all of it is at what comes of them.
//
// A touched hard group settles itself and the weak regions behind its resistors, a touched weak
// group its region, a touched stiff net each group that it touches. Nothing else can have changed.

namespace pinbridge {

Netlist::Netlist(const Topology& topology)
    : nets_(topology.net_count),
      memberships_(topology.net_count),
      first_branch_(topology.net_count + 1, 0) {
  branches_.reserve(topology.contacts.size() + topology.resistors.size());
  for (NetPair nets : topology.contacts) branches_.push_back({nets, false, false});
  for (NetPair nets : topology.resistors) branches_.push_back({nets, true, false});

  const auto ends = [](const Branch& branch) { return std::array{branch.nets.a, branch.nets.b}; };
  for (const Branch& branch : branches_) {
    for (NetId net : ends(branch)) {
      ++first_branch_[net.value() + 1];
      nets_[net.value()].alone = false;
    }
  }
  for (std::size_t i = 1; i < first_branch_.size(); ++i) first_branch_[i] += first_branch_[i - 1];

  branch_index_.resize(first_branch_.back());
  std::vector<std::uint32_t> next(first_branch_.begin(), first_branch_.end() - 1);
  for (std::uint32_t i = 0; i < branches_.size(); ++i) {
    for (NetId net : ends(branches_[i])) branch_index_[next[net.value()]++] = i;
  }
}

void Netlist::replace_drive(NetId net, Drive before, Drive after) {
  if (before == after) return;
  nets_[net.value()].drives.remove(before);
  nets_[net.value()].drives.add(after);
  touch(net);
  if (before.strength == Strength::supply || after.strength == Strength::supply) {
    touch_shorted_supplies(net);
  }
}

void Netlist::touch_shorted_supplies(NetId net) {
  for (std::uint32_t index : branches_of(net)) {
    const NetId other = far_end(branches_[index], net);
    if (branches_[index].closed && is_stiff(other)) touch(other);
  }
}

void Netlist::set_contact(ContactId contact, bool closed) {
  Branch& branch = branches_[contact.value()];
  PB_CHECK(!branch.resistor);
  if (branch.closed == closed) return;
  branch.closed = closed;
  // A stiff net keeps its level whatever touches it, unless that is another supply.
  const bool between_supplies = is_stiff(branch.nets.a) && is_stiff(branch.nets.b);
  for (NetId net : {branch.nets.a, branch.nets.b}) {
    if (between_supplies || !is_stiff(net)) touch(net);
  }
}

void Netlist::touch(NetId net) {
  Net& entry = nets_[net.value()];
  if (entry.touched) return;
  entry.touched = true;
  touched_.push_back(net);
}

std::span<const NetChange> Netlist::resolve() {
  changes_.clear();
  if (touched_.empty()) return {};
  begin_pass();
  for (NetId net : touched_) settle_net(net);
  for (NetId net : touched_) nets_[net.value()].touched = false;
  touched_.clear();
  return changes_;
}

Signal Netlist::signal_without(NetId net, Drive drive) {
  PB_CHECK(touched_.empty());
  if (drive == kNoDrive) return signal(net);
  std::vector<NetChange> kept = std::exchange(changes_, {});
  replace_drive(net, drive, kNoDrive);
  resolve();
  const Signal without = signal(net);
  replace_drive(net, kNoDrive, drive);
  resolve();
  changes_ = std::move(kept);
  return without;
}

void Netlist::begin_pass() {
  members_.clear();
  groups_.clear();
  if (++epoch_ != 0) return;
  // The numbers wrap after four billion passes: no net may appear visited by an old pass.
  epoch_ = 1;
  for (Membership& membership : memberships_) membership.epoch = 0;
}

void Netlist::settle_net(NetId net) {
  // Most nets of a board.
  if (nets_[net.value()].alone) return assign(net, nets_[net.value()].drives.resolve());
  if (!is_stiff(net)) return settle_group(group_of(net));
  settle_stiff(net);
}

/// Its own supplies decide, and those that a contact shorts to it; then all that it touches must
/// look again.
void Netlist::settle_stiff(NetId net) {
  DriveTally supplies = nets_[net.value()].drives;
  for (std::uint32_t index : branches_of(net)) {
    const Branch& branch = branches_[index];
    const NetId other = far_end(branch, net);
    if (is_stiff(other)) {
      if (branch.closed) supplies.add(nets_[other.value()].drives.resolve());
    } else if (branch.closed || branch.resistor) {
      settle_group(group_of(other));
    }
  }
  assign(net, supplies.resolve());
}

void Netlist::settle_group(std::uint32_t group) {
  if (groups_[group].settled) return;
  if (groups_[group].own.strength < Strength::strong) return settle_weak_region(group);
  groups_[group].settled = true;
  assign(group, groups_[group].own);
  visit_resistors(group, [&](NetId other) {
    if (is_stiff(other)) return;
    const std::uint32_t neighbour = group_of(other);
    if (groups_[neighbour].own.strength < Strength::strong) settle_weak_region(neighbour);
  });
}

void Netlist::settle_weak_region(std::uint32_t first) {
  if (groups_[first].settled) return;
  DriveTally pulls;
  region_.assign(1, first);
  groups_[first].settled = true;
  for (std::size_t i = 0; i < region_.size(); ++i) {
    pulls.merge(groups_[region_[i]].drives);
    visit_resistors(region_[i], [&](NetId other) {
      if (is_stiff(other))
        return pulls.add(through_resistor(nets_[other.value()].drives.resolve()));
      const std::uint32_t neighbour = group_of(other);
      if (groups_[neighbour].own.strength >= Strength::strong) {
        pulls.add(through_resistor(groups_[neighbour].own));
      } else if (!groups_[neighbour].settled) {
        groups_[neighbour].settled = true;
        region_.push_back(neighbour);
      }
    });
  }
  const Signal signal = pulls.resolve();
  for (std::uint32_t group : region_) assign(group, signal);
}

/// Calls `visit` with the net at the far end of each resistor of the group.
void Netlist::visit_resistors(std::uint32_t group, const auto& visit) {
  // By index: a visit may collect further groups, and groups_ and members_ grow.
  for (std::uint32_t i = groups_[group].begin; i < groups_[group].end; ++i) {
    const NetId net = members_[i];
    for (std::uint32_t index : branches_of(net)) {
      if (branches_[index].resistor) visit(far_end(branches_[index], net));
    }
  }
}

std::uint32_t Netlist::group_of(NetId net) {
  const Membership& member = memberships_[net.value()];
  return member.epoch == epoch_ ? member.group : collect_group(net);
}

/// Walks the closed contacts from `start`, a net that is not stiff, up to the stiff nets around.
std::uint32_t Netlist::collect_group(NetId start) {
  const auto id = static_cast<std::uint32_t>(groups_.size());
  Group group;
  group.begin = static_cast<std::uint32_t>(members_.size());
  const auto join = [&](NetId net) {
    memberships_[net.value()] = {.group = id, .epoch = epoch_};
    members_.push_back(net);
    group.drives.merge(nets_[net.value()].drives);
  };
  join(start);
  for (std::uint32_t i = group.begin; i < members_.size(); ++i) {
    const NetId net = members_[i];
    for (std::uint32_t index : branches_of(net)) {
      if (!branches_[index].closed) continue;
      const NetId other = far_end(branches_[index], net);
      if (is_stiff(other)) {
        group.drives.add(nets_[other.value()].drives.resolve());
      } else if (memberships_[other.value()].epoch != epoch_) {
        join(other);
      }
    }
  }
  group.end = static_cast<std::uint32_t>(members_.size());
  group.own = group.drives.resolve();
  groups_.push_back(group);
  return id;
}

void Netlist::assign(std::uint32_t group, Signal signal) {
  for (std::uint32_t i = groups_[group].begin; i < groups_[group].end; ++i) {
    assign(members_[i], signal);
  }
}

void Netlist::assign(NetId net, Signal signal) {
  Signal& present = nets_[net.value()].signal;
  if (present == signal) return;
  changes_.push_back({net, present, signal});
  present = signal;
}

std::vector<NetId> Netlist::group(NetId net) const {
  std::vector<NetId> found{net};
  std::unordered_set<NetId> known{net};
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (is_stiff(found[i])) continue;
    for (std::uint32_t index : branches_of(found[i])) {
      const NetId other = far_end(branches_[index], found[i]);
      if (branches_[index].closed && known.insert(other).second) found.push_back(other);
    }
  }
  return found;
}

std::span<const std::uint32_t> Netlist::branches_of(NetId net) const {
  const std::uint32_t begin = first_branch_[net.value()];
  return std::span(branch_index_).subspan(begin, first_branch_[net.value() + 1] - begin);
}

NetId Netlist::far_end(const Branch& branch, NetId near) const {
  return branch.nets.a == near ? branch.nets.b : branch.nets.a;
}

}  // namespace pinbridge
