#include "base/time_sum.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

TEST(SaturatedSumTest, IsTheSumUpToTheLastTime) {
  EXPECT_EQ(saturated_sum(Time(Duration(5)), Duration(7)), Time(Duration(12)));
  EXPECT_EQ(saturated_sum(Time(Duration(-5)), Duration::max()), Time::max() - Duration(5));
  EXPECT_EQ(saturated_sum(Time{}, Duration::max()), Time::max());
  EXPECT_EQ(saturated_sum(Time(Duration(1)), Duration::max() - Duration(1)), Time::max());
}

TEST(SaturatedSumTest, StaysAtTheLastTimeBeyondIt) {
  EXPECT_EQ(saturated_sum(Time(Duration(1)), Duration::max()), Time::max());
  EXPECT_EQ(saturated_sum(Time::max(), Duration(1)), Time::max());
  EXPECT_EQ(saturated_sum(Time::max(), Duration::max()), Time::max());
}

}  // namespace
}  // namespace pinbridge
