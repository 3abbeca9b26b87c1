#include "mqtt/backoff.hpp"

#include <gtest/gtest.h>

namespace pinbridge::mqtt {
namespace {

TEST(Backoff, DoublesUpToALimitAndStartsAgainAfterSuccess) {
  Backoff backoff(1);
  for (Duration step = Backoff::kFirst; step < Backoff::kLongest; step *= 2) {
    const Duration wait = backoff.next();
    EXPECT_GE(wait, step / 2);
    EXPECT_LE(wait, step);
  }
  for (int i = 0; i < 100; ++i) {
    const Duration wait = backoff.next();
    EXPECT_GE(wait, Backoff::kLongest / 2);
    EXPECT_LE(wait, Backoff::kLongest);
  }
  backoff.reset();
  EXPECT_LE(backoff.next(), Backoff::kFirst);
}

TEST(Backoff, DiffersBetweenBenches) {
  EXPECT_NE(Backoff(1).next(), Backoff(2).next());
}

}  // namespace
}  // namespace pinbridge::mqtt
