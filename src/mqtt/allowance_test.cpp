#include "mqtt/allowance.hpp"

#include <gtest/gtest.h>

namespace pinbridge::mqtt {
namespace {

using std::chrono::seconds;

TEST(Allowance, AllowsABurstAndThenOneAPeriod) {
  Allowance allowance(3, seconds(1));
  Time now(seconds(100));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(allowance.take(now));
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(allowance.take(now));
  EXPECT_EQ(allowance.take_suppressed(), 4U);
  EXPECT_EQ(allowance.take_suppressed(), 0U);
  now += seconds(1);
  EXPECT_TRUE(allowance.take(now));
  EXPECT_FALSE(allowance.take(now));
  now += seconds(50);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(allowance.take(now));
  EXPECT_FALSE(allowance.take(now));
}

}  // namespace
}  // namespace pinbridge::mqtt
