#include "board/problem.hpp"

#include <gtest/gtest.h>

namespace pinbridge::board {
namespace {

TEST(Problem, IsOneLineWhateverItNames) {
  const Problem problem{Severity::warning, {3, 7}, "\"a\nb\x1b[1m\x7f\" is odd: µ"};
  EXPECT_EQ(describe(problem, "f"), "f:3:7: warning: \"a\\x0ab\\x1b[1m\\x7f\" is odd: µ");
  EXPECT_EQ(describe({Severity::error, {}, "none"}, "f"), "f: error: none");
}

TEST(Problem, IsShortWhateverItQuotes) {
  const std::string huge(1'000'000, 'y');
  Problems problems;
  problems.warning({1, 1}, "there is no \"" + huge + "\"; it is ignored", huge, huge);
  const Problem& problem = problems.list().front();
  EXPECT_LE(problem.message.size(), 1000U);
  EXPECT_TRUE(problem.message.starts_with("there is no \"yyy"));
  EXPECT_TRUE(problem.message.ends_with("yyy\"; it is ignored"));
  EXPECT_LE(problem.part.size(), Problems::kLongestName);
  EXPECT_LE(problem.pin.size(), Problems::kLongestName);
}

TEST(Problem, ListsInTheOrderOfTheFileAndOfFinding) {
  Problems problems;
  problems.warning({2, 1}, "c", "led1", "A");
  problems.error({1, 9}, "a");
  problems.error({2, 1}, "d");
  const auto list = in_file_order(problems);
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].message, "a");
  EXPECT_EQ(list[1].message, "c");
  EXPECT_EQ(list[1].part + ":" + list[1].pin, "led1:A");
  EXPECT_EQ(list[2].message, "d");
}

}  // namespace
}  // namespace pinbridge::board
