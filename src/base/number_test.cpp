#include "base/number.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

TEST(ParseNumber, TakesTheWholeTextInTheBaseGiven) {
  EXPECT_EQ(parse_number<int>("42"), 42);
  EXPECT_EQ(parse_number<int>("-7"), -7);
  EXPECT_EQ(parse_number<std::uint32_t>("ff", 16), 255U);
  EXPECT_EQ(parse_number<double>("2.5"), 2.5);
}

TEST(ParseNumber, RefusesWhatIsNotANumberAlone) {
  for (const char* text : {"", " 1", "1 ", "+1", "0x1", "1a", "-", "one"}) {
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << text;
  }
}

TEST(ParseNumber, RefusesWhatDoesNotFit) {
  EXPECT_EQ(parse_number<std::uint8_t>("256"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint8_t>("-1"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint8_t>("255"), 255);
}

}  // namespace
}  // namespace pinbridge
