#include "board/json_tree.hpp"

#include <gtest/gtest.h>

namespace pinbridge::board {
namespace {

constexpr std::string_view kText = R"({
  "parts": [
    { "id": "led\u0031", "left": -1.5e1 , "hide":true, "n": null},
    12
  ],
	"x":{}
})";

TEST(JsonTree, EachValueKnowsItsPlace) {
  Problems problems;
  const JsonNode root = parse_json(kText, problems);
  ASSERT_TRUE(problems.list().empty());
  EXPECT_EQ(root.place, (Place{1, 1}));
  const JsonNode& parts = *root.find("parts");
  EXPECT_EQ(parts.place, (Place{2, 12}));
  const JsonNode& part = parts.array()->at(0);
  EXPECT_EQ(part.place, (Place{3, 5}));
  EXPECT_EQ(*part.find("id")->string(), "led1");
  EXPECT_EQ(part.find("id")->place, (Place{3, 13}));
  EXPECT_EQ(*part.find("left")->number(), -15);
  EXPECT_EQ(part.find("left")->place, (Place{3, 34}));
  EXPECT_TRUE(*part.find("hide")->boolean());
  EXPECT_EQ(part.find("n")->place, (Place{3, 61}));
  EXPECT_EQ(*parts.array()->at(1).number(), 12);
  EXPECT_EQ(parts.array()->at(1).place, (Place{4, 5}));
  EXPECT_EQ(root.object()->at(1).place, (Place{6, 2}));
  EXPECT_TRUE(root.find("x")->object()->empty());
  EXPECT_EQ(root.find("y"), nullptr);
}

TEST(JsonTree, WhatIsNotJsonIsOneErrorAtItsPlace) {
  for (const auto& [text, place] :
       std::vector<std::pair<std::string, Place>>{{"", {1, 1}},
                                                  {"{", {1, 2}},
                                                  {"{\n \"a\": }", {2, 7}},
                                                  {"[1,]", {1, 4}},
                                                  {"{} {}", {1, 4}},
                                                  {"\"\xff\"", {1, 2}},
                                                  {"[" + std::string(100, '['), {1, 33}}}) {
    Problems problems;
    parse_json(text, problems);
    ASSERT_EQ(problems.list().size(), 1U) << text;
    EXPECT_EQ(problems.list()[0].place, place) << text << ": " << problems.list()[0].message;
  }
}

TEST(JsonTree, MoreValuesThanAllowedAreOneErrorAtTheFirstOfThem) {
  Problems problems;
  EXPECT_EQ(parse_json("[1,\n[{\"a\": 2}]]", problems, 5).array()->size(), 2U);
  EXPECT_TRUE(problems.list().empty());
  EXPECT_EQ(parse_json("[1,\n[{\"a\": 2}]]", problems, 3).array(), nullptr);
  ASSERT_EQ(problems.list().size(), 1U);
  EXPECT_EQ(describe(problems.list()[0], "f"), "f:2:2: error: a file has at most 3 values");
}

TEST(JsonTree, ANameThatOccursTwiceIsAWarning) {
  Problems problems;
  parse_json(R"({"a": 1, "b": {"a": 3}, "a": 2})", problems);
  ASSERT_EQ(problems.list().size(), 1U);
  EXPECT_EQ(describe(problems.list()[0], "f"),
            "f:1:25: warning: \"a\" occurs twice in this object; the last one is used");
}

TEST(JsonTree, TokensEndWhereTheyEnd) {
  Problems problems;
  const JsonNode root = parse_json("[\"a\\\"b\\\\\",-1.5e3,true , null,\"\"]", problems);
  ASSERT_TRUE(problems.list().empty()) << problems.list()[0].message;
  const auto& items = *root.array();
  ASSERT_EQ(items.size(), 5U);
  EXPECT_EQ(*items[0].string(), "a\"b\\");
  EXPECT_EQ(*items[1].number(), -1500);
  EXPECT_EQ(items[3].place, (Place{1, 25}));
  EXPECT_EQ(*items[4].string(), "");
}

TEST(JsonTree, TwoValuesWithoutACommaAreAnError) {
  for (const std::string text : {"[1 2]", "[tru]", "[\"a\" \"b\"]", "{\"a\" 1}", "[1}"}) {
    Problems problems;
    parse_json(text, problems);
    EXPECT_EQ(problems.list().size(), 1U) << text;
  }
}

TEST(JsonTree, AByteOrderMarkInFrontIsSkipped) {
  Problems problems;
  EXPECT_EQ(*parse_json("\xef\xbb\xbf 7", problems).number(), 7);
  EXPECT_TRUE(problems.list().empty());
}

}  // namespace
}  // namespace pinbridge::board
