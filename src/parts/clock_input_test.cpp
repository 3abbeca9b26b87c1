#include "parts/clock_input.hpp"

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

TEST(ClockInput, RisesFromLowToHighOnly) {
  ClockInput input;
  EXPECT_FALSE(input.rises_at(Level::low));
  EXPECT_TRUE(input.rises_at(Level::high));
  EXPECT_FALSE(input.rises_at(Level::high));
  EXPECT_FALSE(input.rises_at(Level::low));
  EXPECT_TRUE(input.rises_at(Level::high));
}

TEST(ClockInput, TheFirstLevelIsNoEdge) {
  ClockInput input;
  EXPECT_FALSE(input.rises_at(Level::high));
}

TEST(ClockInput, StaysWhereItWasWhileItsLevelIsUnknown) {
  for (const Level unknown : {Level::highz, Level::conflict}) {
    ClockInput input;
    EXPECT_FALSE(input.rises_at(unknown));
    EXPECT_FALSE(input.rises_at(Level::low));
    EXPECT_FALSE(input.rises_at(unknown));
    EXPECT_TRUE(input.rises_at(Level::high)) << "it was low before";
    EXPECT_FALSE(input.rises_at(unknown));
    EXPECT_FALSE(input.rises_at(Level::high)) << "it was high before";
  }
}

}  // namespace
}  // namespace pinbridge::parts
