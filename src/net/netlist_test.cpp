#include "net/netlist.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

constexpr NetId kA{0};
constexpr NetId kB{1};
constexpr NetId kC{2};
constexpr NetId kVcc{3};
constexpr NetId kGnd{4};
constexpr Signal kPullConflict{Level::conflict, Strength::pull};
constexpr Signal kStrongConflict{Level::conflict, Strength::strong};
constexpr Signal kSupplyConflict{Level::conflict, Strength::supply};

/// Three nets, VCC and GND.
Netlist netlist(std::vector<NetPair> contacts, std::vector<NetPair> resistors = {}) {
  Netlist made({5, std::move(contacts), std::move(resistors)});
  made.replace_drive(kVcc, kNoDrive, supply(true));
  made.replace_drive(kGnd, kNoDrive, supply(false));
  made.resolve();
  return made;
}

TEST(Netlist, NothingDrivesAtFirst) {
  Netlist nets = netlist({});
  EXPECT_EQ(nets.signal(kA), Signal{});
  EXPECT_EQ(nets.signal(kVcc), supply(true));
}

TEST(Netlist, ReportsEachChangedNetOnceAndUnchangedOnesNever) {
  Netlist nets = netlist({});
  nets.replace_drive(kA, kNoDrive, strong(true));
  nets.replace_drive(kA, strong(true), strong(false));
  nets.replace_drive(kB, kNoDrive, strong(true));
  nets.replace_drive(kB, strong(true), kNoDrive);
  const auto changes = nets.resolve();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].net, kA);
  EXPECT_EQ(changes[0].before, Signal{});
  EXPECT_EQ(changes[0].after, strong(false));
  EXPECT_TRUE(nets.resolve().empty());
}

TEST(Netlist, WhatANetIsWithoutADriveLeavesTheLastChangesAsTheyAre) {
  Netlist nets = netlist({});
  nets.replace_drive(kA, kNoDrive, strong(true));
  nets.replace_drive(kA, kNoDrive, strong(false));
  const auto changes = nets.resolve();
  EXPECT_EQ(nets.signal_without(kA, strong(true)), strong(false));
  EXPECT_EQ(nets.signal(kA), kStrongConflict);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].after, kStrongConflict);
  EXPECT_TRUE(nets.resolve().empty());
}

TEST(Netlist, ClosedContactJoinsAndOpenContactParts) {
  Netlist nets = netlist({{kA, kB}});
  nets.replace_drive(kA, kNoDrive, strong(true));
  nets.resolve();
  EXPECT_EQ(nets.signal(kB), Signal{});
  nets.set_contact(ContactId{0}, true);
  nets.resolve();
  EXPECT_EQ(nets.signal(kB), strong(true));
  nets.set_contact(ContactId{0}, false);
  nets.resolve();
  EXPECT_EQ(nets.signal(kB), Signal{});
  EXPECT_EQ(nets.signal(kA), strong(true));
}

TEST(Netlist, ButtonToGroundBeatsPullUpAndReleasesToIt) {
  Netlist nets = netlist({{kA, kGnd}}, {{kA, kVcc}});
  nets.replace_drive(kA, kNoDrive, kNoDrive);
  nets.set_contact(ContactId{0}, true);
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), supply(false));
  EXPECT_EQ(nets.signal(kGnd), supply(false));
  nets.set_contact(ContactId{0}, false);
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), pull(true));
}

TEST(Netlist, ResistorsInAChainPassAPullOn) {
  Netlist nets = netlist({}, {{kVcc, kA}, {kA, kB}, {kB, kC}});
  EXPECT_EQ(nets.signal(kC), pull(true));
  nets.replace_drive(kC, kNoDrive, pull(false));
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), kPullConflict);
  EXPECT_EQ(nets.signal(kC), kPullConflict);
}

TEST(Netlist, StrongDrivePartsAChainOfResistors) {
  Netlist nets = netlist({}, {{kVcc, kA}, {kA, kB}, {kB, kC}, {kC, kGnd}});
  EXPECT_EQ(nets.signal(kB), kPullConflict);
  nets.replace_drive(kB, kNoDrive, strong(true));
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), pull(true));
  EXPECT_EQ(nets.signal(kB), strong(true));
  EXPECT_EQ(nets.signal(kC), kPullConflict);
}

TEST(Netlist, EquallyStrongDrivesConflictAcrossAContact) {
  Netlist nets = netlist({{kA, kB}});
  nets.replace_drive(kA, kNoDrive, strong(true));
  nets.replace_drive(kB, kNoDrive, strong(false));
  nets.set_contact(ContactId{0}, true);
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), kStrongConflict);
  EXPECT_EQ(nets.signal(kB), kStrongConflict);
}

TEST(Netlist, NetBetweenTwoSuppliesIsInConflictAndTheSuppliesStand) {
  Netlist nets = netlist({{kVcc, kA}, {kA, kGnd}});
  nets.set_contact(ContactId{0}, true);
  nets.set_contact(ContactId{1}, true);
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), kSupplyConflict);
  EXPECT_EQ(nets.signal(kVcc), supply(true));
}

TEST(Netlist, SuppliesThatTouchAreInConflictUntilTheyPart) {
  Netlist nets = netlist({{kVcc, kGnd}, {kA, kVcc}});
  nets.set_contact(ContactId{1}, true);
  nets.set_contact(ContactId{0}, true);
  nets.resolve();
  EXPECT_EQ(nets.signal(kVcc), kSupplyConflict);
  EXPECT_EQ(nets.signal(kGnd), kSupplyConflict);
  EXPECT_EQ(nets.signal(kA), supply(true));
  nets.set_contact(ContactId{0}, false);
  nets.resolve();
  EXPECT_EQ(nets.signal(kVcc), supply(true));
  EXPECT_EQ(nets.signal(kGnd), supply(false));
}

TEST(Netlist, LoopsOfContactsAndContactsOfANetWithItselfResolve) {
  Netlist nets = netlist({{kA, kB}, {kB, kC}, {kC, kA}, {kA, kA}}, {{kB, kB}});
  for (std::uint32_t i = 0; i < 4; ++i) nets.set_contact(ContactId{i}, true);
  nets.replace_drive(kB, kNoDrive, pull(true));
  nets.resolve();
  EXPECT_EQ(nets.signal(kC), pull(true));
}

TEST(Netlist, ASupplyThatIsRemovedReleasesItsNets) {
  Netlist nets = netlist({{kA, kVcc}}, {{kVcc, kB}});
  nets.set_contact(ContactId{0}, true);
  nets.resolve();
  nets.replace_drive(kVcc, supply(true), kNoDrive);
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), Signal{});
  EXPECT_EQ(nets.signal(kB), Signal{});
  nets.replace_drive(kVcc, kNoDrive, supply(false));
  nets.resolve();
  EXPECT_EQ(nets.signal(kA), supply(false));
  EXPECT_EQ(nets.signal(kB), pull(false));
}

TEST(Netlist, GroupNamesTheJoinedNets) {
  Netlist nets = netlist({{kA, kB}, {kB, kGnd}, {kC, kGnd}});
  for (std::uint32_t i = 0; i < 3; ++i) nets.set_contact(ContactId{i}, true);
  auto group = nets.group(kA);
  std::sort(group.begin(), group.end());
  EXPECT_EQ(group, (std::vector{kA, kB, kGnd}));
}

}  // namespace
}  // namespace pinbridge
