#include "base/period.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using namespace std::chrono_literals;

TEST(Period, IsANumberAndAUnit) {
  EXPECT_EQ(*parse_period("20ns"), 20ns);
  EXPECT_EQ(*parse_period("500us"), 500us);
  EXPECT_EQ(*parse_period("100ms"), 100ms);
  EXPECT_EQ(*parse_period("2s"), 2s);
  EXPECT_EQ(*parse_period("1m"), 1min);
  EXPECT_EQ(*parse_period("1h"), 1h);
}

TEST(Period, MayHaveDecimalsAndIsRoundedToNanoseconds) {
  EXPECT_EQ(*parse_period("1.5s"), 1500ms);
  EXPECT_EQ(*parse_period("0.1s"), 100ms);
  EXPECT_EQ(*parse_period("2.25"), 2250us);
  EXPECT_EQ(*parse_period("0.000001h"), 3600us);
  EXPECT_EQ(*parse_period("1.6ns"), 2ns);
  EXPECT_EQ(*parse_duration("0.5m"), 30s);
}

TEST(Period, OfANumberAloneCountsMilliseconds) {
  EXPECT_EQ(*parse_period("7"), 7ms);
}

TEST(Period, OfAnotherShapeIsRefusedWithWhatWouldBeRight) {
  for (const char* text : {"", "ms", "-1ms", "-0.5s", "1.s", ".5s", "1.5.5s", "1e3s", "1 ms", "1d",
                           "99999999999999999999"}) {
    const auto period = parse_period(text);
    ASSERT_FALSE(period) << text;
    EXPECT_THAT(period.error().message, ::testing::HasSubstr("such as 100ms"));
  }
  EXPECT_THAT(parse_period("9999999999s").error().message, ::testing::HasSubstr("292 years"));
  EXPECT_THAT(parse_period("2562048h").error().message, ::testing::HasSubstr("292 years"));
}

TEST(Duration, RequiresAUnitExceptAtZero) {
  EXPECT_EQ(*parse_duration("7s"), 7s);
  EXPECT_EQ(*parse_duration("0"), 0ns);
  EXPECT_THAT(parse_duration("7").error().message, ::testing::HasSubstr("such as 7ms"));
  EXPECT_THAT(parse_duration("soon").error().message, ::testing::HasSubstr("such as 100ms"));
}

}  // namespace
}  // namespace pinbridge
