#include "base/rate_limit.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RateLimit, TakesABurstAtOnceAndThenSoManyASecond) {
  RateLimit limit(3, 10);
  const Time start(seconds(100));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take(start), Duration::zero());
  EXPECT_EQ(limit.take(start), milliseconds(100));
  EXPECT_EQ(limit.take(start + milliseconds(100)), milliseconds(100));
  EXPECT_EQ(limit.take(start + milliseconds(400)), Duration::zero());
}

TEST(RateLimit, APauseSavesUpNoMoreThanABurst) {
  RateLimit limit(2, 10);
  const Time start(seconds(1));
  limit.take(start);
  const Time later = start + seconds(3600);
  EXPECT_EQ(limit.take(later), Duration::zero());
  EXPECT_EQ(limit.take(later), Duration::zero());
  EXPECT_GT(limit.take(later), Duration::zero());
}

}  // namespace
}  // namespace pinbridge
