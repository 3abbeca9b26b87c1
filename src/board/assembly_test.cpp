#include "board/assembly.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "board/reader.hpp"
#include "parts/catalog.hpp"
#include "parts/plain_box.hpp"

namespace pinbridge::board {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Reads a board and puts it on a bench.
class BoardTest : public ::testing::Test {
 protected:
  BoardTest() { parts::add_parts(catalog_); }

  void open(std::string_view text) {
    Problems problems;
    const Board board = read_board(text, problems);
    Assembly assembly;
    if (!problems.has_errors()) assembly = assemble(board, catalog_, problems);
    for (const Problem& problem : problems.list()) said_.push_back(describe(problem, "b"));
    if (problems.has_errors()) return;
    bench_ = std::make_unique<Bench>(std::move(assembly.parts), assembly.wires, timers_, 1);
  }
  Level level(std::string_view pin) {
    return bench_->state(bench_->pins().find(pin).value()).level;
  }

  Catalog catalog_;
  TimerQueue timers_;
  std::vector<std::string> said_;
  std::unique_ptr<Bench> bench_;
};

TEST_F(BoardTest, ADiagramBecomesPartsAndNets) {
  open(R"({ "version": 1, "author": "me", "editor": "wokwi",
    "parts": [
      { "type": "wokwi-led", "id": "led1", "top": 1.5, "left": 2, "rotate": 90, "attrs": { "color": "red" } },
      { "type": "wokwi-resistor", "id": "r1", "attrs": { "value": "1000" } },
      { "type": "wokwi-vcc", "id": "vcc", "hide": true }
    ],
    "connections": [ ["led1:A", "r1:1", "green", ["v10", "*", "h-5"]], ["r1:2", "vcc:VCC", ""] ],
    "serialMonitor": {}, "dependencies": {} })");
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_EQ(level("led1:A"), Level::high);
}

TEST_F(BoardTest, AnUnknownPartIsABoxThatJoinsNothingAndIsWarnedOfOnce) {
  open(R"({ "parts": [
      { "type": "wokwi-lled", "id": "a" },
      { "type": "wokwi-lled", "id": "b" },
      { "type": "wokwi-vcc", "id": "vcc" } ],
    "connections": [ ["a:X.1", "vcc:VCC"], ["a:Y", "b:Z"], ["$serialMonitor:RX", "a:TX"] ] })");
  EXPECT_THAT(said_,
              ElementsAre("b:2:17: warning: part a: Pinbridge has no \"wokwi-lled\" (did you mean "
                          "\"wokwi-led\"?); it is a box that does nothing"));
  EXPECT_EQ(level("a:X.1"), Level::high);
  EXPECT_EQ(level("a:Y"), Level::highz);
}

TEST_F(BoardTest, AllProblemsAreReportedAtOnceWithPlaceAndCure) {
  open(R"({ "parts": [
  { "type": "wokwi-pushbutton", "id": "b1", "attrs": { "bounce": "often", "colour": "red" } },
  { "type": "wokwi-led", "id": "led1" } ],
"connections": [
  ["led2:A", "b1:1.l"],
  ["led1:anode", "b1:1.l"],
  ["led1", "b1:1.l"] ] })");
  EXPECT_THAT(
      said_,
      ElementsAre(
          "b:2:66: warning: part b1: bounce: \"often\" is not one of \"1\", \"0\", \"true\", "
          "\"false\"; the default is used",
          "b:2:75: warning: part b1: wokwi-pushbutton has no attribute \"colour\" (did you "
          "mean \"color\"?); it is ignored",
          "b:5:4: warning: \"led2:A\": there is no part \"led2\" (did you mean \"led1\"?); the "
          "wire is ignored",
          "b:6:4: warning: \"led1:anode\": part led1 has no pin \"anode\"; it has A, C; the wire "
          "is ignored",
          "b:7:4: warning: \"led1\" names no pin; write PART:PIN; the wire is ignored"));
}

TEST_F(BoardTest, ThePinsOfAPartWithManyAreNamedByTheFirstAndTheLast) {
  open(R"({ "parts": [ { "type": "wokwi-breadboard", "id": "bb" } ],
"connections": [ ["bb:5t.a", "bb:5t.f"] ] })");
  EXPECT_THAT(said_, ElementsAre("b:2:30: warning: \"bb:5t.f\": part bb has no pin \"5t.f\" (did "
                                 "you mean \"5t.a\"?); it has 830 pins, tp.1 to bn.50; the wire is "
                                 "ignored"));
}

TEST_F(BoardTest, InvalidPartsAreLeftOutWithAWarning) {
  open(R"({ "version": 2, "parts": [
  7,
  { "type": "wokwi-led" },
  { "id": "x" },
  { "id": "a:b", "type": "wokwi-led" },
  { "id": "c", "type": "wokwi-led", "left": "1px", "attrs": [] },
  { "id": "c", "type": "wokwi-led" },
  { "id": "d", "type": "wokwi-led", "attrs": { "color": { } } } ],
"connections": [ 1, ["a:b"], ["c:A", "c:C", 5, 6], ["c:A", "c:C", "", [7]] ] })");
  EXPECT_THAT(
      said_,
      ElementsAre(
          "b:1:14: warning: \"version\" is not 1, the only version of this format known",
          "b:2:3: warning: a part is an object with \"id\" and \"type\"; this is left out",
          "b:3:3: warning: a part needs \"id\", a non-empty string; it is left out",
          "b:4:3: warning: part x needs \"type\", a non-empty string; it is left out",
          "b:5:11: warning: part id \"a:b\" contains \":\", which is reserved (PART:PIN); the part "
          "is left out",
          "b:6:45: warning: \"left\" is not a number from -1000000 to 1000000; 0 is used",
          "b:6:61: warning: \"attrs\" of part c must be an object; it is ignored",
          "b:7:11: warning: part id \"c\" is already used by the part in line 6; the part is left "
          "out",
          "b:8:57: warning: attribute \"color\" of part d must be a string; it is ignored",
          "b:9:18: warning: a connection is a list: two pins such as \"led1:A\", a color, a path "
          "of "
          "steps; this is left out",
          "b:9:21: warning: a connection is a list: two pins such as \"led1:A\", a color, a path "
          "of "
          "steps; this is left out",
          "b:9:45: warning: a connection's third item is a color, as a string",
          "b:9:48: warning: a connection's fourth item is a list of steps",
          "b:9:72: warning: a step of a connection's path is a string such as \"v10\" or \"*\""));
}

TEST_F(BoardTest, AnIdThatCannotBeUsedIsOneWarningAndItsWiresNone) {
  open(R"({ "parts": [
  { "type": "wokwi-led", "id": "a\nb" },
  { "type": "wokwi-led", "id": "c\u007f" },
  { "type": "wokwi-led", "id": "1234567890123456789012345678901234567890123456789012345678901234" },
  { "type": "wokwi-led", "id": "12345678901234567890123456789012345678901234567890123456789012345" } ],
"connections": [ ["a\nb:A", "c\u007f:C"] ] })");
  EXPECT_THAT(
      said_,
      ElementsAre("b:2:32: warning: part id \"a\\x0ab\" has a control character; the part is "
                  "left out",
                  "b:3:32: warning: part id \"c\\x7f\" has a control character; the part is "
                  "left out",
                  "b:5:32: warning: part id "
                  "\"12345678901234567890123456789012345678901234567890123456789012345\" "
                  "is longer than 64 bytes; the part is left out"));
}

TEST_F(BoardTest, PinsWithoutEndAreOneError) {
  catalog_.add({.name = "huge", .make = [](Attributes&) {
                  return std::make_unique<parts::PlainBox>(std::vector<std::string>(400'000, "x"));
                }});
  open(R"({ "parts": [ { "type": "huge", "id": "a" }, { "type": "huge", "id": "b" },
    { "type": "huge", "id": "c" }, { "type": "huge", "id": "d" }, { "type": "wokwi-vcc", "id": "v" } ],
    "connections": [ ["c:x", "v:VCC"] ] })");
  EXPECT_THAT(
      said_,
      ElementsAre("b:2:29: error: part c: the board has more than 1000000 pins; remove parts"));
}

TEST_F(BoardTest, WiresWithoutEndAreOneError) {
  // To what is not on the bench: assembling them takes little.
  const BoardConnection wire{.from = {"$serialMonitor:RX", {7, 1}},
                             .to = {"$serialMonitor:TX", {7, 5}}};
  Board board;
  board.connections.resize(250'000, wire);
  Problems problems;
  assemble(board, catalog_, problems);
  EXPECT_TRUE(problems.list().empty());
  board.connections.push_back(wire);
  assemble(board, catalog_, problems);
  ASSERT_EQ(problems.list().size(), 1U);
  EXPECT_EQ(describe(problems.list().front(), "b"),
            "b:7:1: error: the board has more than 250000 wires; remove wires");
}

TEST_F(BoardTest, ATypeOfAMegabyteIsQuotedInShort) {
  open(R"({ "connections": [], "parts": [ { "id": "a", "type": ")" + std::string(1'000'000, 'y') +
       R"(" } ] })");
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_LT(said_.front().size(), 1200U);
  EXPECT_THAT(said_.front(), ::testing::EndsWith("yyy\"; it is a box that does nothing"));
}

TEST_F(BoardTest, ProblemsNameTheirPartAndPin) {
  Problems problems;
  const Board board = read_board(R"({ "parts": [ { "type": "wokwi-led", "id": "l", "top": "x" } ],
    "connections": [ ["l:K", "m:A"] ] })",
                                 problems);
  assemble(board, catalog_, problems);
  std::vector<std::string> subjects;
  for (const Problem& problem : problems.list())
    subjects.push_back(problem.part + "|" + problem.pin);
  EXPECT_THAT(subjects, ElementsAre("l|", "l|K", "m|A"));
}

TEST_F(BoardTest, GroundsOfAnUnknownBoardAreOneNode) {
  open(R"({ "parts": [ { "type": "board-x", "id": "x" }, { "type": "wokwi-gnd", "id": "gnd" } ],
    "connections": [ ["x:GND.1", "gnd:GND"], ["x:GND.2", "x:TP"], ["x:5V.1", "x:5V.2"] ] })");
  EXPECT_EQ(level("x:TP"), Level::low);
  EXPECT_EQ(level("x:5V.1"), Level::highz);
}

TEST_F(BoardTest, WiresToNowhereCostNoMoreThanTheirNumber) {
  std::string parts;
  std::string wires;
  for (int i = 0; i < 20'000; ++i) {
    parts += fmt::format("{}{{\"type\":\"wokwi-led\",\"id\":\"led{}\"}}", i == 0 ? "" : ",", i);
    wires += fmt::format("{}[\"lid{}:A\",\"box:{}\"]", i == 0 ? "" : ",", i, i);
  }
  open(fmt::format(R"({{"parts":[{},{{"type":"box","id":"box"}}],"connections":[{}]}})", parts,
                   wires));
  EXPECT_EQ(said_.size(), 1000U) << "the others are counted only";
}

TEST_F(BoardTest, AFileWithoutABoardIsAnError) {
  open("[]");
  open("{}");
  open(R"({"parts": {}, "connections": []})");
  EXPECT_THAT(
      said_,
      ElementsAre("b:1:1: error: a board is a JSON object with \"parts\" and \"connections\"",
                  "b:1:1: error: the board has no \"parts\"; it is a list",
                  "b:1:1: warning: the board has no \"connections\"; it is a list",
                  "b:1:11: error: \"parts\" must be a list"));
}

TEST_F(BoardTest, WhatWokwiHasAndWeDoNotIsWarnedOfAndTheBoardRuns) {
  open(R"({ "parts": [ { "id": "c", "type": "wokwi-clock-generator",
            "attrs": { "frequency": "1.3m" } } ], "connections": [] })");
  EXPECT_THAT(said_, ElementsAre(::testing::StartsWith("b:2:37: warning: part c: frequency: ")));
  EXPECT_TRUE(bench_);
}

TEST_F(BoardTest, NumbersAndBooleansAsAttributesMeanTheirTexts) {
  open(R"({ "parts": [ { "id": "b", "type": "wokwi-pushbutton",
            "attrs": { "bounce": false, "bounce-ms": 2.5 } } ], "connections": [] })");
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(BoardTest, InfraredLightReachesEachReceiverWithoutAWire) {
  open(R"({ "parts": [
      { "type": "wokwi-ir-receiver", "id": "near" },
      { "type": "wokwi-ir-remote", "id": "remote" },
      { "type": "wokwi-ir-receiver", "id": "far" } ],
    "connections": [] })");
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_EQ(level("near:DAT"), Level::high);
  const PartId remote = bench_->pins().find_part("remote").value();
  ASSERT_TRUE(bench_->control(remote, "power", 1));
  EXPECT_EQ(level("near:DAT"), Level::low);
  EXPECT_EQ(level("far:DAT"), Level::low);
}

TEST(Assembly, ConnectionsByAMediumAreNoWiresOfTheFile) {
  Catalog catalog;
  parts::add_parts(catalog);
  Problems problems;
  const Board board = read_board(R"({ "parts": [
      { "type": "wokwi-ir-receiver", "id": "rx" }, { "type": "wokwi-ir-remote", "id": "remote" },
      { "type": "wokwi-gnd", "id": "gnd" } ],
    "connections": [ ["rx:GND", "gnd:GND"] ] })",
                                 problems);
  const Assembly assembly = assemble(board, catalog, problems);
  EXPECT_EQ(assembly.wires.size(), 2U);
  EXPECT_EQ(assembly.wire_places.size(), 2U);
  EXPECT_EQ(assembly.by_medium, 1U);
}

}  // namespace
}  // namespace pinbridge::board
