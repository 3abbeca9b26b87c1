// Random boards, random events: the netlist, which resolves touched groups only, must always agree
// with a reference solver that starts from nothing each time and is slow and simple.

#include <algorithm>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "net/netlist.hpp"

namespace pinbridge {
namespace {

/// A board's whole state in the plainest form.
struct Circuit {
  Topology topology;
  std::vector<bool> closed;
  std::vector<std::vector<Drive>> drives;  ///< of each net
};

Signal resolve_all(const std::vector<Signal>& drives) {
  DriveTally tally;
  for (Signal drive : drives) tally.add(drive);
  return tally.resolve();
}

std::vector<Signal> solve_slowly(const Circuit& circuit) {
  const std::size_t count = circuit.topology.net_count;
  std::vector<Signal> own(count);
  std::vector<bool> stiff(count);
  for (std::size_t i = 0; i < count; ++i) {
    own[i] = resolve_all(circuit.drives[i]);
    stiff[i] = own[i].strength == Strength::supply;
  }

  // Spread group numbers over closed contacts until nothing moves.
  std::vector<std::size_t> group(count);
  std::iota(group.begin(), group.end(), 0);
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < circuit.topology.contacts.size(); ++i) {
      const auto [a, b] = circuit.topology.contacts[i];
      if (!circuit.closed[i] || stiff[a.value()] || stiff[b.value()]) continue;
      std::size_t& near = group[a.value()];
      std::size_t& far = group[b.value()];
      moved = moved || near != far;
      near = far = std::min(near, far);
    }
  }

  std::vector<std::vector<Signal>> group_drives(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto& all = group_drives[group[i]];
    if (!stiff[i]) all.insert(all.end(), circuit.drives[i].begin(), circuit.drives[i].end());
  }
  std::vector<std::vector<Signal>> shorted(count);
  for (std::size_t i = 0; i < circuit.topology.contacts.size(); ++i) {
    const auto [a, b] = circuit.topology.contacts[i];
    if (!circuit.closed[i]) continue;
    for (auto [near, far] : {std::pair{a, b}, std::pair{b, a}}) {
      if (!stiff[far.value()]) continue;
      auto& list = stiff[near.value()] ? shorted[near.value()] : group_drives[group[near.value()]];
      list.push_back(own[far.value()]);
    }
  }

  // Pulls spread over resistors until nothing moves; a firm net passes its own on and takes none.
  const auto firm = [&](std::size_t net) {
    return stiff[net] || resolve_all(group_drives[group[net]]).strength >= Strength::strong;
  };
  std::vector<Signal> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = resolve_all(group_drives[group[i]]);
  for (std::size_t i = 0; i < count; ++i) {
    if (stiff[i]) result[i] = own[i];
  }
  for (bool moved = true; moved;) {
    moved = false;
    for (const auto [a, b] : circuit.topology.resistors) {
      for (auto [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
        if (firm(to.value())) continue;
        const Signal merged =
            resolve_all({result[to.value()], through_resistor(result[from.value()])});
        if (merged == result[to.value()]) continue;
        moved = true;
        for (std::size_t i = 0; i < count; ++i) {
          if (!stiff[i] && group[i] == group[to.value()]) result[i] = merged;
        }
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!stiff[i]) continue;
    shorted[i].push_back(own[i]);
    result[i] = resolve_all(shorted[i]);
  }
  return result;
}

class RandomBoard : public ::testing::TestWithParam<unsigned> {
 protected:
  std::mt19937 random_{GetParam()};

  std::uint32_t below(std::uint32_t bound) {
    return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(random_);
  }

  Circuit make() {
    Circuit circuit;
    const std::uint32_t nets = 2 + below(14);
    circuit.topology.net_count = nets;
    const auto pair = [&] { return NetPair{NetId{below(nets)}, NetId{below(nets)}}; };
    for (std::uint32_t i = below(2 * nets); i > 0; --i) circuit.topology.contacts.push_back(pair());
    for (std::uint32_t i = below(nets); i > 0; --i) circuit.topology.resistors.push_back(pair());
    circuit.closed.resize(circuit.topology.contacts.size());
    circuit.drives.resize(nets, {kNoDrive, kNoDrive});
    return circuit;
  }

  Drive any_drive() {
    const std::array all{kNoDrive,      kNoDrive,     pull(false),   pull(true),
                         strong(false), strong(true), supply(false), supply(true)};
    return all[below(all.size())];
  }

  void change_something(Circuit& circuit, Netlist& nets) {
    if (!circuit.closed.empty() && below(2) == 0) {
      const std::uint32_t contact = below(static_cast<std::uint32_t>(circuit.closed.size()));
      circuit.closed[contact] = !circuit.closed[contact];
      nets.set_contact(ContactId{contact}, circuit.closed[contact]);
      return;
    }
    const std::uint32_t net = below(circuit.topology.net_count);
    Drive& drive = circuit.drives[net][below(2)];
    const Drive next = any_drive();
    nets.replace_drive(NetId{net}, drive, next);
    drive = next;
  }
};

TEST_P(RandomBoard, AgreesWithTheSlowSolverAfterEveryBatch) {
  for (int board = 0; board < 40; ++board) {
    Circuit circuit = make();
    Netlist nets(circuit.topology);
    for (int batch = 0; batch < 40; ++batch) {
      for (std::uint32_t i = 1 + below(4); i > 0; --i) change_something(circuit, nets);
      nets.resolve();
      const auto expected = solve_slowly(circuit);
      for (std::uint32_t i = 0; i < circuit.topology.net_count; ++i) {
        ASSERT_EQ(nets.signal(NetId{i}), expected[i])
            << "net " << i << " is " << to_string(nets.signal(NetId{i}).level) << ", expected "
            << to_string(expected[i].level) << " on board " << board << " in batch " << batch;
      }
    }
  }
}

TEST_P(RandomBoard, OfAnyDriveItFindsWhatTheNetIsWithoutItAndChangesNothing) {
  for (int board = 0; board < 40; ++board) {
    Circuit circuit = make();
    Netlist nets(circuit.topology);
    for (int batch = 0; batch < 20; ++batch) {
      for (std::uint32_t i = 1 + below(4); i > 0; --i) change_something(circuit, nets);
      nets.resolve();
      const auto expected = solve_slowly(circuit);
      const std::uint32_t net = below(circuit.topology.net_count);
      Circuit without = circuit;
      without.drives[net][0] = kNoDrive;
      ASSERT_EQ(nets.signal_without(NetId{net}, circuit.drives[net][0]), solve_slowly(without)[net])
          << "net " << net << " on board " << board << " in batch " << batch;
      for (std::uint32_t i = 0; i < circuit.topology.net_count; ++i) {
        ASSERT_EQ(nets.signal(NetId{i}), expected[i]) << "net " << i;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomBoard, ::testing::Range(1U, 9U));

}  // namespace
}  // namespace pinbridge
