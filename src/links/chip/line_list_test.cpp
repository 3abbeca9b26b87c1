#include "links/chip/line_list.hpp"

#include <gtest/gtest.h>

namespace pinbridge::chip {
namespace {

std::string pulls_error(std::string_view text) {
  const auto parsed = parse_pulls(text, 8);
  return parsed ? "" : parsed.error().message;
}

std::string names_error(std::string_view text) {
  const auto parsed = parse_names(text, 8);
  return parsed ? "" : parsed.error().message;
}

TEST(ParsePulls, GivesEachLineItsPullAndTheLastItemCounts) {
  const auto pulls = parse_pulls("2-4:up, 3:down,7:up,7:none", 8);
  ASSERT_TRUE(pulls);
  EXPECT_EQ(*pulls, (std::vector<Drive>{{}, {}, pull(true), pull(false), pull(true), {}, {}, {}}));
}

TEST(ParsePulls, ReportsAProblemAndItsCure) {
  EXPECT_EQ(pulls_error("8:up"), "\"8\" is not a line of this chip; its lines are 0 to 7");
  EXPECT_EQ(pulls_error("1-:up"), "\"\" is not a line of this chip; its lines are 0 to 7");
  EXPECT_EQ(pulls_error("-1:up"), "\"\" is not a line of this chip; its lines are 0 to 7");
  EXPECT_EQ(pulls_error("4-2:up"), "\"4-2\" is reversed; write \"2-4\"");
  EXPECT_EQ(pulls_error("1:high"), "\"high\" is not a pull; write up, down or none");
  EXPECT_EQ(pulls_error("up"), "\"up\" is not a list of pulls; write \"12-23:up\" or \"4:down\"");
  EXPECT_EQ(pulls_error("65536:up"), "\"65536\" is not a line of this chip; its lines are 0 to 7");
}

TEST(ParseNames, NamesLinesInOrderOrByOffset) {
  const auto names = parse_names("clk, data,,5=led0,led1", 8);
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, (std::vector<std::string>{"clk", "data", "", "", "", "led0", "led1", ""}));
}

TEST(ParseNames, ReportsAProblemAndItsCure) {
  EXPECT_EQ(names_error("7=a,b"), "\"b\" would name line 8; the chip's lines are 0 to 7");
  EXPECT_EQ(names_error("9=a"), "\"9\" is not a line of this chip; its lines are 0 to 7");
  EXPECT_EQ(names_error("a,b,a"), "line name \"a\" is used twice; names must be unique");
  EXPECT_EQ(names_error("\xc3\xa9"), "line name \"\xc3\xa9\" is not printable ASCII");
  EXPECT_EQ(names_error("12345678901234567890123456789012"),
            "line name \"12345678901234567890123456789012\" is longer than 31 bytes");
}

}  // namespace
}  // namespace pinbridge::chip
