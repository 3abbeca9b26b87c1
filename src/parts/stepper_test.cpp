#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

class StepperTest : public ::testing::Test {
 protected:
  void coils(int a, int b) {
    bench_.drive("m:A+", strong(a > 0));
    bench_.drive("m:A-", strong(a < 0));
    bench_.drive("m:B+", strong(b > 0));
    bench_.drive("m:B-", strong(b < 0));
  }
  std::string steps() { return bench_.value("m", "steps"); }

  PartBench bench_{{{"m", "wokwi-stepper-motor", {}}}, {}};
};

TEST_F(StepperTest, TurnsByHalfStepsOfItsCoils) {
  coils(1, 0);
  EXPECT_EQ(steps(), "0");
  coils(1, 1);
  coils(0, 1);
  EXPECT_EQ(steps(), "2");
  coils(1, 1);
  coils(1, 0);
  coils(1, -1);
  EXPECT_EQ(steps(), "-1");
  EXPECT_EQ(bench_.value("m", "angle"), "359");
}

TEST_F(StepperTest, WithoutACurrentItStays) {
  coils(1, 0);
  coils(0, 0);
  EXPECT_EQ(steps(), "0");
  coils(0, 1);
  EXPECT_EQ(steps(), "2");
}

class A4988Test : public ::testing::Test {
 protected:
  A4988Test() {
    set("DIR", true);
    set("STEP", false);
  }
  void set(const std::string& pin, bool high) { bench_.drive("d:" + pin, strong(high)); }
  void step(int count) {
    for (int i = 0; i < count; ++i) {
      set("STEP", true);
      set("STEP", false);
    }
  }
  std::string steps() { return bench_.value("m", "steps"); }

  PartBench bench_{{{"d", "wokwi-a4988", {}}, {"m", "wokwi-stepper-motor", {}}},
                   {{"d:1A", "m:A+"},
                    {"d:1B", "m:A-"},
                    {"d:2A", "m:B+"},
                    {"d:2B", "m:B-"},
                    {"d:RESET", "d:SLEEP"}}};
};

TEST_F(A4988Test, AFullStepTurnsTheMotorByTwoHalfSteps) {
  step(3);
  EXPECT_EQ(steps(), "6");
  set("DIR", false);
  step(5);
  EXPECT_EQ(steps(), "-4");
  EXPECT_EQ(bench_.value("d", "position"), "-32");
}

TEST_F(A4988Test, SmallerStepsAddUp) {
  for (const char* pin : {"MS1", "MS2", "MS3"}) set(pin, true);
  step(16);
  EXPECT_EQ(bench_.value("d", "position"), "16");
  EXPECT_EQ(steps(), "2");
  set("MS2", false);
  set("MS3", false);
  step(1);
  EXPECT_EQ(steps(), "3") << "half a step";
}

TEST_F(A4988Test, DisabledOrAsleepItDoesNotMove) {
  set("ENABLE", true);
  step(4);
  EXPECT_EQ(steps(), "0");
  set("ENABLE", false);
  set("SLEEP", false);
  step(4);
  EXPECT_EQ(bench_.value("d", "position"), "0");
  set("SLEEP", true);
  step(1);
  EXPECT_EQ(steps(), "2");
}

class Drv8825Test : public ::testing::Test {
 protected:
  void set(const std::string& pin, bool high) { bench_.drive("d:" + pin, strong(high)); }
  void step(int count) {
    for (int i = 0; i < count; ++i) {
      set("STEP", true);
      set("STEP", false);
    }
  }
  std::string position() { return bench_.value("d", "position"); }

  PartBench bench_{{{"d", "wokwi-drv8825", {}}, {"m", "wokwi-stepper-motor", {}}},
                   {{"d:A1", "m:A+"}, {"d:A2", "m:A-"}, {"d:B1", "m:B+"}, {"d:B2", "m:B-"}}};
};

TEST_F(Drv8825Test, MovesOnlyOnceItIsAwakeAndNotReset) {
  set("DIR", true);
  step(1);
  set("SLEEP", true);
  step(1);
  EXPECT_EQ(position(), "0");
  set("RESET", true);
  step(3);
  EXPECT_EQ(position(), "96");
  EXPECT_EQ(bench_.value("m", "steps"), "6");
}

TEST_F(Drv8825Test, ItsModesAreStepsFromAWholeToAThirtySecond) {
  for (const char* pin : {"DIR", "SLEEP", "RESET"}) set(pin, true);
  std::string moved;
  for (unsigned mode = 0; mode < 8; ++mode) {
    set("M0", (mode & 1U) != 0);
    set("M1", (mode & 2U) != 0);
    set("M2", (mode & 4U) != 0);
    const int before = std::stoi(position());
    step(1);
    moved += std::to_string(std::stoi(position()) - before) + " ";
  }
  EXPECT_EQ(moved, "32 16 8 4 2 1 1 1 ");
}

}  // namespace
}  // namespace pinbridge::testing
