#include "scenario/quantity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::scenario {
namespace {

using namespace std::chrono_literals;

TEST(Quantity, ADurationMayHaveDecimals) {
  EXPECT_EQ(*parse_time("500ms"), 500ms);
  EXPECT_EQ(*parse_time("1.5s"), 1500ms);
  EXPECT_EQ(*parse_time("2m"), 2min);
  EXPECT_EQ(*parse_time("1.5h"), 90min);
  EXPECT_EQ(*parse_time("0s"), 0s);
  for (const char* text :
       {"", "5", "ms", "-1s", "1 s ", "s 1", "1e9s", "2000m", "25h", "..s", "nan", " "}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Quantity, ADurationIsWrittenAsWokwiReadsIt) {
  EXPECT_EQ(*parse_time("1.5 s"), 1500ms);
  EXPECT_EQ(*parse_time("100.ms"), 100ms);
  EXPECT_EQ(*parse_time("0"), 0s);
  EXPECT_EQ(*parse_time("0.0"), 0s);
  EXPECT_FALSE(parse_time("5 "));
}

TEST(Quantity, AFrequencyIsInHertzByItself) {
  EXPECT_DOUBLE_EQ(*parse_frequency("2"), 2);
  EXPECT_DOUBLE_EQ(*parse_frequency("1.5kHz"), 1500);
  EXPECT_DOUBLE_EQ(*parse_frequency("1 MHz"), 1e6);
  for (const char* text : {"0", "0Hz", "2hz", "fast", "-2Hz"}) {
    EXPECT_FALSE(parse_frequency(text)) << text;
  }
}

TEST(Quantity, AShareIsAtMostAll) {
  EXPECT_DOUBLE_EQ(*parse_share("5%"), 0.05);
  EXPECT_DOUBLE_EQ(*parse_share("0.5"), 0.5);
  EXPECT_THAT(parse_share("50").error().message, ::testing::HasSubstr("such as 5%"));
  EXPECT_FALSE(parse_share("101%"));
}

TEST(Quantity, ATimeIsWrittenWithThreeDecimalsAtMost) {
  EXPECT_EQ(time_text(800ns), "800 ns");
  EXPECT_EQ(time_text(12500us), "12.5 ms");
  EXPECT_EQ(time_text(2s), "2 s");
  EXPECT_EQ(time_text(1s + 234567us), "1.235 s");
}

}  // namespace
}  // namespace pinbridge::scenario
