#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

/// Two 74HC165 on the same lines, read at the second's Q7, whose DS is the first's Q7.
class Hc165Test : public ::testing::Test {
 protected:
  Hc165Test() {
    for (const auto& [pin, high] : {std::pair{"PL", true}, {"CP", false}, {"CE", false}}) {
      set(pin, high);
    }
  }

  void set(const std::string& pin, bool high) { set(pin, strong(high)); }
  void set(const std::string& pin, Drive drive) { bench_.drive("sr2:" + pin, drive); }
  void pulse(const std::string& pin) {
    set(pin, true);
    set(pin, false);
  }
  /// D7 first.
  void put(const std::string& chip, std::string_view bits) {
    for (int i = 0; i < 8; ++i) {
      bench_.drive(fmt::format("{}:D{}", chip, 7 - i), strong(bits[i] == '1'));
    }
  }
  void load() {
    set("PL", false);
    set("PL", true);
  }
  char out() { return bench_.level("sr2:Q7") == Level::high ? '1' : '0'; }
  std::string read(int count) {
    std::string bits;
    for (; count > 0; --count) {
      bits += out();
      pulse("CP");
    }
    return bits;
  }

  PartBench bench_{
      {{"sr1", "wokwi-74hc165", {}}, {"sr2", "wokwi-74hc165", {}}},
      {{"sr1:PL", "sr2:PL"}, {"sr1:CP", "sr2:CP"}, {"sr1:CE", "sr2:CE"}, {"sr1:Q7", "sr2:DS"}}};
};

TEST_F(Hc165Test, ReadsItsInputsAndThenThoseOfTheChipBefore) {
  put("sr1", "11100101");
  put("sr2", "01011010");
  load();
  EXPECT_EQ(read(16), "0101101011100101");
  EXPECT_EQ(read(8), "00000000") << "the first chip's DS is open and reads low";
}

TEST_F(Hc165Test, FollowsItsInputsWhileLoadIsLowAndNotAfter) {
  set("PL", false);
  put("sr2", "10000000");
  EXPECT_EQ(out(), '1');
  put("sr2", "00000000");
  EXPECT_EQ(out(), '0');
  put("sr2", "10000001");
  pulse("CP");
  EXPECT_EQ(out(), '1') << "it does not shift while it loads";
  set("PL", true);
  put("sr2", "00000000");
  EXPECT_EQ(read(8), "10000001");
}

TEST_F(Hc165Test, ItsInvertedOutputIsTheInverse) {
  EXPECT_EQ(bench_.level("sr2:Q7_N"), Level::high);
  put("sr2", "10000000");
  load();
  EXPECT_EQ(bench_.level("sr2:Q7_N"), Level::low);
}

TEST_F(Hc165Test, ClockEnableHighHoldsTheStages) {
  put("sr2", "10000000");
  load();
  set("CP", true);
  const char shifted = out();
  set("CE", true);
  pulse("CP");
  pulse("CP");
  set("CP", true);
  set("CE", false);
  EXPECT_EQ(out(), shifted);
  EXPECT_EQ(shifted, '0');
}

TEST_F(Hc165Test, ClockEnableRisingWhileTheClockIsLowShiftsAsInTheRealOne) {
  put("sr2", "10000000");
  load();
  set("CE", true);
  EXPECT_EQ(out(), '0');
}

TEST_F(Hc165Test, AnOpenClockEnableStopsIt) {
  put("sr2", "10000000");
  load();
  set("CE", kNoDrive);
  set("CP", true);
  const char after_the_edge_that_still_counts = out();
  set("CP", false);
  put("sr2", "10000000");
  load();
  pulse("CP");
  pulse("CP");
  EXPECT_EQ(out(), '1');
  EXPECT_EQ(after_the_edge_that_still_counts, '0') << "CE was low before";
}

TEST_F(Hc165Test, InputsThatFloatReadLowAndAnOpenLoadIsInactive) {
  put("sr2", "11111111");
  bench_.drive("sr2:D6", kNoDrive);
  load();
  set("PL", kNoDrive);
  EXPECT_EQ(read(8), "10111111");
}

TEST_F(Hc165Test, PlacedAgainKeepsItsStagesAndSeesNoEdge) {
  put("sr2", "01110000");
  load();
  set("CP", true);
  bench_.attach_again("sr2");
  EXPECT_EQ(out(), '1');
  set("CP", false);
  EXPECT_EQ(read(7), "1110000");
}

}  // namespace
}  // namespace pinbridge::parts
