#include "net/level.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

TEST(Level, ItsWordsAreReadAsTheyAreWritten) {
  for (const Level level : {Level::low, Level::high, Level::highz, Level::conflict}) {
    EXPECT_EQ(parse_level(to_string(level)), level);
  }
  EXPECT_EQ(parse_level("High"), std::nullopt);
  EXPECT_EQ(parse_level(""), std::nullopt);
}

}  // namespace
}  // namespace pinbridge
