#include "net/drive_tally.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

struct Row {
  std::vector<Drive> drives;
  Signal result;
};

class TruthTable : public ::testing::TestWithParam<Row> {};

TEST_P(TruthTable, ResolvesAsWritten) {
  DriveTally tally;
  for (Drive drive : GetParam().drives) tally.add(drive);
  EXPECT_EQ(tally.resolve(), GetParam().result);
}

TEST_P(TruthTable, DoesNotDependOnOrder) {
  DriveTally tally;
  const auto& drives = GetParam().drives;
  for (auto drive = drives.rbegin(); drive != drives.rend(); ++drive) tally.add(*drive);
  EXPECT_EQ(tally.resolve(), GetParam().result);
}

constexpr Signal conflict(Strength strength) {
  return {Level::conflict, strength};
}

INSTANTIATE_TEST_SUITE_P(
    Drives, TruthTable,
    ::testing::Values(Row{{}, {}}, Row{{kNoDrive, kNoDrive}, {}},                              //
                      Row{{pull(false)}, pull(false)}, Row{{pull(true)}, pull(true)},          //
                      Row{{strong(false)}, strong(false)}, Row{{strong(true)}, strong(true)},  //
                      Row{{supply(false)}, supply(false)}, Row{{supply(true)}, supply(true)},  //
                      Row{{strong(true), strong(true)}, strong(true)},                         //
                      Row{{pull(true), pull(false)}, conflict(Strength::pull)},                //
                      Row{{strong(true), strong(false)}, conflict(Strength::strong)},          //
                      Row{{supply(true), supply(false)}, conflict(Strength::supply)},          //
                      Row{{pull(true), strong(false)}, strong(false)},                         //
                      Row{{pull(false), strong(true)}, strong(true)},                          //
                      Row{{strong(true), supply(false)}, supply(false)},                       //
                      Row{{pull(true), pull(false), strong(true)}, strong(true)},              //
                      Row{{strong(true), strong(false), supply(true)}, supply(true)},          //
                      Row{{conflict(Strength::pull)}, conflict(Strength::pull)},               //
                      Row{{conflict(Strength::strong), supply(true)}, supply(true)}));

TEST(DriveTally, ForgetsWhatIsRemoved) {
  DriveTally tally;
  tally.add(pull(true));
  tally.add(strong(false));
  tally.remove(strong(false));
  EXPECT_EQ(tally.resolve(), pull(true));
  tally.remove(pull(true));
  EXPECT_EQ(tally.resolve(), Signal{});
}

TEST(DriveTally, MergesAsIfAllWereAddedToOne) {
  DriveTally one;
  DriveTally other;
  one.add(strong(true));
  other.add(strong(false));
  one.merge(other);
  EXPECT_EQ(one.resolve(), conflict(Strength::strong));
}

TEST(ThroughResistor, KeepsTheLevelAsPull) {
  EXPECT_EQ(through_resistor(supply(true)), pull(true));
  EXPECT_EQ(through_resistor(strong(false)), pull(false));
  EXPECT_EQ(through_resistor(Signal{}), Signal{});
  EXPECT_EQ(through_resistor(conflict(Strength::strong)), conflict(Strength::pull));
}

}  // namespace
}  // namespace pinbridge
