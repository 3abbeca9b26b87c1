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
  const JsonTree tree = parse_json(kText, problems);
  const JsonNode& root = tree.root();
  ASSERT_TRUE(problems.list().empty());
  EXPECT_EQ(root.place, (Place{1, 1}));
  const JsonNode& parts = *root.find("parts");
  EXPECT_EQ(parts.place, (Place{2, 12}));
  const JsonNode& part = (*parts.array())[0];
  EXPECT_EQ(part.place, (Place{3, 5}));
  EXPECT_EQ(*part.find("id")->string(), "led1");
  EXPECT_EQ(part.find("id")->place, (Place{3, 13}));
  EXPECT_EQ(*part.find("left")->number(), -15);
  EXPECT_EQ(part.find("left")->place, (Place{3, 34}));
  EXPECT_TRUE(*part.find("hide")->boolean());
  EXPECT_EQ(part.find("n")->place, (Place{3, 61}));
  EXPECT_EQ(*(*parts.array())[1].number(), 12);
  EXPECT_EQ((*parts.array())[1].place, (Place{4, 5}));
  EXPECT_EQ((*root.object())[1].place, (Place{6, 2}));
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

TEST(JsonTree, ACommonMistakeIsNamed) {
  for (const auto& [text, advice] : std::vector<std::pair<std::string, std::string>>{
           {"[1,\n]", "; remove the comma before this bracket"},
           {"{\"a\": 1, }", "; remove the comma before this bracket"},
           {"{ // a comment\n}", "; JSON has no comments"},
           {"{} # a comment", "; JSON has no comments"},
           {"{'a': 1}", "; names and texts are in double quotes"},
           {"{\"a\": 'x'}", "; names and texts are in double quotes"},
           {"\"\xff\"", "; the file is not in UTF-8"},
           {"\"a\nb\"", "; a text ends on the line on which it begins"},
           {"[1 \"a\"]", "; a comma is missing before this"},
           {"[{}\n{}]", "; a comma is missing before this"},
           {"{\"a\": 1\n\"b\": 2}", "; a comma is missing before this"},
           {"[tru]", ""},
           {"[", ""}}) {
    Problems problems;
    parse_json(text, problems);
    ASSERT_EQ(problems.list().size(), 1U) << text;
    const std::string& message = problems.list()[0].message;
    EXPECT_EQ(message.substr(std::min(message.find(';'), message.size())), advice) << text;
  }
}

TEST(JsonTree, MoreValuesThanAllowedAreOneErrorAtTheFirstOfThem) {
  Problems problems;
  EXPECT_EQ(parse_json("[1,\n[{\"a\": 2}]]", problems, 5).root().array()->size(), 2U);
  EXPECT_TRUE(problems.list().empty());
  EXPECT_EQ(parse_json("[1,\n[{\"a\": 2}]]", problems, 3).root().array(), nullptr);
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
  const JsonTree tree = parse_json("[\"a\\\"b\\\\\",-1.5e3,true , null,\"\"]", problems);
  ASSERT_TRUE(problems.list().empty()) << problems.list()[0].message;
  const auto& items = *tree.root().array();
  ASSERT_EQ(items.size(), 5U);
  EXPECT_EQ(*items[0].string(), "a\"b\\");
  EXPECT_EQ(*items[1].number(), -1500);
  EXPECT_EQ(items[3].place, (Place{1, 25}));
  EXPECT_EQ(*items[4].string(), "");
}

TEST(JsonTree, ElementsAndMembersStayWithTheirListAtAnyDepth) {
  Problems problems;
  const JsonTree tree = parse_json(R"([[1,{"a":[2,{"b":"c"}],"d":4}],[],5])", problems);
  const auto& outer = *tree.root().array();
  ASSERT_EQ(outer.size(), 3U);
  const auto& first = *outer[0].array();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(*first[0].number(), 1);
  ASSERT_EQ(first[1].object()->size(), 2U);
  const auto& inner = *first[1].find("a")->array();
  ASSERT_EQ(inner.size(), 2U);
  EXPECT_EQ(*inner[0].number(), 2);
  EXPECT_EQ(*inner[1].find("b")->string(), "c");
  EXPECT_EQ(*first[1].find("d")->number(), 4);
  EXPECT_TRUE(outer[1].array()->empty());
  EXPECT_EQ(*outer[2].number(), 5);
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
  EXPECT_EQ(*parse_json("\xef\xbb\xbf 7", problems).root().number(), 7);
  EXPECT_TRUE(problems.list().empty());
}

}  // namespace
}  // namespace pinbridge::board
