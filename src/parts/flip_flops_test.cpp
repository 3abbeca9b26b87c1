#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

/// A flip-flop alone, whose inputs are low at first.
class Flop {
 public:
  explicit Flop(const std::string& type) : bench_({{"f", type, {}}}, {}) {
    for (const PinSpec& pin : bench_.bench().part(PartId{0}).layout().pins) {
      if (pin.role == PinRole::input) set(pin.name, false);
    }
  }
  void set(const std::string& pin, bool high) { set(pin, strong(high)); }
  void set(const std::string& pin, Drive drive) { bench_.drive("f:" + pin, drive); }
  void clock() {
    set("CLK", true);
    set("CLK", false);
  }
  /// Q; NOTQ is its inverse, or else it fails.
  bool q() {
    const bool high = bench_.level("f:Q") == Level::high;
    EXPECT_EQ(bench_.level("f:NOTQ"), high ? Level::low : Level::high);
    return high;
  }
  PartBench& bench() { return bench_; }

 private:
  PartBench bench_;
};

const char* const kWithData[] = {"wokwi-flip-flop-d", "wokwi-flip-flop-dr", "wokwi-flip-flop-dsr"};

TEST(FlipFlops, TakeDataWhenTheirClockRisesAndAtNoOtherTime) {
  for (const char* type : kWithData) {
    Flop flop(type);
    EXPECT_FALSE(flop.q()) << "low at first";
    flop.set("D", true);
    EXPECT_FALSE(flop.q());
    flop.set("CLK", true);
    EXPECT_TRUE(flop.q());
    flop.set("D", false);
    flop.set("CLK", false);
    EXPECT_TRUE(flop.q()) << "a falling clock";
    flop.clock();
    EXPECT_FALSE(flop.q());
  }
}

TEST(FlipFlops, ResetIsActiveHighAndWaitsForNoClock) {
  for (const char* type : {"wokwi-flip-flop-dr", "wokwi-flip-flop-dsr"}) {
    Flop flop(type);
    flop.set("D", true);
    flop.clock();
    flop.set("R", true);
    EXPECT_FALSE(flop.q());
    flop.clock();
    EXPECT_FALSE(flop.q()) << "the clock is nothing to it while reset";
    flop.set("R", false);
    EXPECT_FALSE(flop.q());
    flop.clock();
    EXPECT_TRUE(flop.q());
  }
}

TEST(FlipFlops, SetIsActiveHighAndYieldsToReset) {
  Flop flop("wokwi-flip-flop-dsr");
  flop.set("S", true);
  EXPECT_TRUE(flop.q());
  flop.clock();
  EXPECT_TRUE(flop.q()) << "D is low, but it is held set";
  flop.set("R", true);
  EXPECT_FALSE(flop.q());
  flop.set("R", false);
  EXPECT_TRUE(flop.q()) << "S is still there";
}

TEST(FlipFlops, TheSetResetOneLooksAtItsInputsWhenItsClockRises) {
  Flop flop("wokwi-flip-flop-sr");
  flop.set("S", true);
  EXPECT_FALSE(flop.q());
  flop.clock();
  EXPECT_TRUE(flop.q());
  flop.set("S", false);
  flop.clock();
  EXPECT_TRUE(flop.q()) << "both low: it keeps its state";
  flop.set("R", true);
  EXPECT_TRUE(flop.q());
  flop.clock();
  EXPECT_FALSE(flop.q());
  flop.set("S", true);
  flop.clock();
  EXPECT_FALSE(flop.q()) << "R wins";
}

TEST(FlipFlops, WhatFloatsReadsLowAndMakesNoEdge) {
  Flop flop("wokwi-flip-flop-dsr");
  flop.set("D", true);
  flop.set("CLK", true);
  for (const char* pin : {"D", "S", "R", "CLK"}) flop.set(pin, kNoDrive);
  EXPECT_TRUE(flop.q());
  flop.set("CLK", true);
  EXPECT_TRUE(flop.q());
  flop.set("CLK", false);
  flop.clock();
  EXPECT_FALSE(flop.q());
}

TEST(FlipFlops, OneOnItsOwnInverseHalvesItsClockAndAChainOfThemCounts) {
  PartBench bench({{"f0", "wokwi-flip-flop-d", {}},
                   {"f1", "wokwi-flip-flop-d", {}},
                   {"f2", "wokwi-flip-flop-d", {}}},
                  {{"f0:NOTQ", "f0:D"},
                   {"f1:NOTQ", "f1:D"},
                   {"f2:NOTQ", "f2:D"},
                   {"f0:NOTQ", "f1:CLK"},
                   {"f1:NOTQ", "f2:CLK"}});
  for (int i = 0; i < 20; ++i) {
    const int count = (bench.level("f0:Q") == Level::high ? 1 : 0) +
                      (bench.level("f1:Q") == Level::high ? 2 : 0) +
                      (bench.level("f2:Q") == Level::high ? 4 : 0);
    EXPECT_EQ(count, i % 8);
    bench.drive("f0:CLK", strong(false));
    bench.drive("f0:CLK", strong(true));
  }
}

TEST(FlipFlops, OnOneClockEachTakesWhatTheOneBeforeItHeld) {
  PartBench bench({{"f0", "wokwi-flip-flop-d", {}}, {"f1", "wokwi-flip-flop-d", {}}},
                  {{"f0:CLK", "f1:CLK"}, {"f0:Q", "f1:D"}});
  bench.drive("f0:CLK", strong(false));
  bench.drive("f0:D", strong(true));
  bench.drive("f0:CLK", strong(true));
  EXPECT_EQ(bench.level("f0:Q"), Level::high);
  EXPECT_EQ(bench.level("f1:Q"), Level::low);
}

TEST(FlipFlops, PlacedAgainKeepTheirStateAndSeeNoEdge) {
  for (const char* type : kWithData) {
    Flop flop(type);
    flop.set("D", true);
    flop.set("CLK", true);
    flop.set("D", false);
    flop.bench().attach_again("f");
    EXPECT_TRUE(flop.q());
  }
}

}  // namespace
}  // namespace pinbridge::parts
