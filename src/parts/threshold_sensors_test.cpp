#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

ControlValue number(std::int64_t value) {
  return value;
}

TEST(ThresholdSensors, TheOutputOfALightSensorIsHighInTheDark) {
  PartBench bench({{"s", "wokwi-photoresistor-sensor", {{"lux", "20"}}}}, {});
  EXPECT_EQ(bench.level("s:DO"), Level::high);
  EXPECT_TRUE(bench.control("s", "lux", number(101)));
  EXPECT_EQ(bench.level("s:DO"), Level::low);
  EXPECT_TRUE(bench.control("s", "limit", number(101)));
  EXPECT_EQ(bench.level("s:DO"), Level::high);
  EXPECT_EQ(bench.part_news.size(), 2U);
}

TEST(ThresholdSensors, GasPullsTheOutputOfItsSensorLow) {
  PartBench bench({{"s", "wokwi-gas-sensor", {{"ppm", "1000.4"}}}}, {});
  EXPECT_EQ(bench.level("s:DOUT"), Level::high);
  EXPECT_TRUE(bench.control("s", "ppm", number(2000)));
  EXPECT_EQ(bench.level("s:DOUT"), Level::low);
}

TEST(ThresholdSensors, ADialIsHighAboveItsLimit) {
  for (const char* type : {"wokwi-potentiometer", "wokwi-slide-potentiometer"}) {
    PartBench bench({{"p", type, {}}}, {});
    EXPECT_EQ(bench.level("p:SIG"), Level::low);
    EXPECT_TRUE(bench.control("p", "value", number(1023)));
    EXPECT_EQ(bench.level("p:SIG"), Level::high);
  }
}

TEST(ThresholdSensors, ATemperatureMayBeBelowZero) {
  PartBench bench({{"t", "wokwi-ntc-temperature-sensor", {{"temperature", "-12.6"}}}}, {});
  EXPECT_EQ(bench.value("t", "temperature"), "-13");
  EXPECT_TRUE(bench.control("t", "limit", number(-20)));
  EXPECT_EQ(bench.level("t:OUT"), Level::high);
}

TEST(ThresholdSensors, AJoystickHasTwoAxesAndAButton) {
  PartBench bench({{"j", "wokwi-analog-joystick", {}}}, {});
  EXPECT_EQ(bench.level("j:HORZ"), Level::low);
  EXPECT_EQ(bench.level("j:SEL"), Level::high);
  EXPECT_TRUE(bench.control("j", "horz", number(100)));
  EXPECT_TRUE(bench.control("j", "pressed", number(1)));
  EXPECT_EQ(bench.level("j:HORZ"), Level::high);
  EXPECT_EQ(bench.level("j:VERT"), Level::low);
  EXPECT_EQ(bench.level("j:SEL"), Level::low);
}

TEST(ThresholdSensors, ValuesBeyondTheRangeAreRefusedAndChangeNothing) {
  PartBench bench({{"s", "wokwi-gas-sensor", {}}}, {});
  const auto refused = bench.control("s", "ppm", number(-1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "s: ppm must be a whole number from 0 to 100000, not \"-1\"");
  EXPECT_FALSE(bench.control("s", "ppm", ControlValue(std::string("much"))));
  EXPECT_FALSE(bench.control("s", "lux", number(1)));
  EXPECT_EQ(bench.value("s", "ppm"), "400");
}

}  // namespace
}  // namespace pinbridge::testing
