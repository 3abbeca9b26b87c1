#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::milliseconds;

class DcMotorTest : public ::testing::Test {
 protected:
  void set(const std::string& pin, bool high) { bench_.drive("d:" + pin, strong(high)); }
  std::string speed() {
    bench_.advance(milliseconds(40));
    return bench_.value("m", "speed");
  }

  PartBench bench_{{{"d", "wokwi-l298n", {}}, {"m", "wokwi-dc-motor", {}}},
                   {{"d:OUT1", "m:1"}, {"d:OUT2", "m:2"}}};
};

TEST_F(DcMotorTest, TurnsAsItsBridgeIsDriven) {
  EXPECT_EQ(speed(), "0");
  set("IN1", true);
  set("IN2", false);
  EXPECT_EQ(speed(), "100");
  set("IN1", false);
  set("IN2", true);
  EXPECT_EQ(speed(), "-100");
  set("IN1", true);
  EXPECT_EQ(speed(), "0") << "a brake";
  set("IN2", false);
  set("ENA", false);
  EXPECT_EQ(speed(), "0");
}

TEST_F(DcMotorTest, PulsesOfItsEnablePinAreItsSpeed) {
  set("IN1", true);
  set("IN2", false);
  for (int i = 0; i < 60; ++i) {
    set("ENA", true);
    bench_.advance(std::chrono::microseconds(300));
    set("ENA", false);
    bench_.advance(std::chrono::microseconds(700));
  }
  EXPECT_NEAR(std::stoi(bench_.value("m", "speed")), 30, 1);
}

TEST_F(DcMotorTest, ABridgeThatIsOffReleasesItsOutputs) {
  set("IN3", true);
  EXPECT_EQ(bench_.level("d:OUT3"), Level::high);
  set("ENB", false);
  EXPECT_EQ(bench_.level("d:OUT3"), Level::highz);
  EXPECT_EQ(bench_.level("d:OUT1"), Level::highz) << "IN1 floats";
}

}  // namespace
}  // namespace pinbridge::testing
