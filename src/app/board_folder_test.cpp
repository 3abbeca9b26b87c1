#include "app/board_folder.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/testing/problems_of.hpp"
#include "base/testing/temp_folder.hpp"
#include "bench/described_part.hpp"

namespace pinbridge::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::problems_of;

/// A board and what else is in its folder.
class BoardFolderTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
  }
  OpenedBoard open(std::vector<board::GuestChoice> choices = {}) {
    return open_board(folder_.path(), full_catalog(), std::move(choices)).value();
  }

  testing::TempFolder folder_;
};

TEST_F(BoardFolderTest, AWrongValueOfALineOfTheHostIsAnError) {
  write("diagram.json", R"({ "parts": [ { "id": "b", "type": "host-gpio",
    "attrs": { "chip": "gpiochip0", "line": "3", "direction": "both" } } ], "connections": [] })");
  EXPECT_THAT(problems_of(open()),
              ::testing::Contains(AllOf(HasSubstr("error: part b: direction: \"both\""),
                                        Not(HasSubstr("the default is used")))));
}

TEST_F(BoardFolderTest, ACustomChipHasThePinsAndControlsOfItsFile) {
  write("diagram.json", R"({ "parts": [ { "id": "adc", "type": "chip-my-adc" },
    { "id": "p", "type": "wokwi-vcc" } ], "connections": [ [ "adc:VCC", "p:VCC", "red", [] ],
    [ "adc:NO", "p:VCC", "red", [] ] ] })");
  write("my-adc.chip.json", R"({ "name": "My ADC", "author": "me",
    "pins": [ "VCC", "", "OUT", "GND" ], "controls": [ { "id": "volts", "min": 1, "max": 5 } ] })");
  OpenedBoard board = open();
  EXPECT_THAT(problems_of(board),
              ::testing::Contains(HasSubstr("part adc has no pin \"NO\"; it has VCC, OUT, GND")));
  Part& chip = *board.assembly.parts[0].part;
  ASSERT_EQ(chip.layout().pins.size(), 3U);
  EXPECT_EQ(chip.layout().pins[1].name, "OUT");
  ASSERT_EQ(chip.controls().size(), 1U);
  EXPECT_EQ(to_string(chip.controls()[0].value), "1");
  const auto& described = dynamic_cast<const DescribedPart&>(chip);
  EXPECT_EQ(described.title(), "My ADC");
  ASSERT_EQ(described.ranges().size(), 1U);
  EXPECT_EQ(described.ranges()[0].control, "volts");
  EXPECT_EQ(described.ranges()[0].least, 1);
  EXPECT_EQ(described.ranges()[0].most, 5);
  EXPECT_EQ(described.ranges()[0].step, 1);
  EXPECT_FALSE(chip.control("volts", ControlValue(std::int64_t{6})));
  EXPECT_FALSE(chip.control("ohms", ControlValue(std::int64_t{3})));
}

TEST_F(BoardFolderTest, AnAttributeIsTheFirstValueOfACustomChipsControl) {
  write("diagram.json", R"({ "parts": [ { "id": "a", "type": "chip-a",
    "attrs": { "gain": "1.5", "level": "7" } } ], "connections": [] })");
  write("a.chip.json", R"({ "pins": [ "A" ], "controls": [
    { "id": "gain", "min": 0.5, "max": 2.5, "step": 0.1 }, { "id": "level", "min": 0, "max": 5 } ] })");
  OpenedBoard board = open();
  EXPECT_THAT(problems_of(board), ::testing::Contains(HasSubstr("part a: level: ")));
  Part& chip = *board.assembly.parts[0].part;
  EXPECT_EQ(to_string(chip.controls()[0].value), "1.5");
  EXPECT_EQ(to_string(chip.controls()[1].value), "0");
  EXPECT_FALSE(chip.control("gain", ControlValue(std::int64_t{3})));
  EXPECT_FALSE(chip.control("gain", ControlValue("0.55")));
}

TEST_F(BoardFolderTest, WhatIsOfAnotherTypeInAChipFileIsWarnedOf) {
  write("diagram.json", R"({ "parts": [ { "id": "a", "type": "chip-a" } ], "connections": [] })");
  write("a.chip.json", R"({ "name": 5, "pins": [ "A", "", 7 ], "controls": {} })");
  EXPECT_THAT(problems_of(open()),
              ::testing::IsSupersetOf({HasSubstr("\"name\" in line 1 is not a text"),
                                       HasSubstr("the pin in line 1 is not a name; it is left out"),
                                       HasSubstr("\"controls\" in line 1 is not a list")}));
  std::string many = "1";
  for (int i = 0; i < 500; ++i) many += ",1";
  write("a.chip.json", R"({ "pins": [ "A", )" + many + "] }");
  EXPECT_EQ(problems_of(open()).size(), 100U);
}

TEST_F(BoardFolderTest, ControlsThatACustomChipCannotHaveAreWarnedOf) {
  write("diagram.json", R"({ "parts": [ { "id": "a", "type": "chip-a" } ], "connections": [] })");
  write("a.chip.json", R"({ "pins": [ "A" ], "controls": [
    { "id": "x", "min": 1, "max": 2 }, { "id": "x" }, { "id": "y", "min": 3, "max": 1 },
    { "id": "z", "min": "1" }, { "id": "\u001b[2J" }, { "label": "none" } ] })");
  OpenedBoard board = open();
  EXPECT_THAT(problems_of(board),
              ::testing::IsSupersetOf({HasSubstr("a.chip.json: control \"x\" is there twice"),
                                       HasSubstr("control \"y\": its range from 3 to 1 is empty"),
                                       HasSubstr("\"min\" in line 3 is not a number"),
                                       HasSubstr("the control in line 3 has no \"id\"")}));
  std::vector<std::string> names;
  for (const ControlState& control : board.assembly.parts[0].part->controls()) {
    names.push_back(control.name);
  }
  EXPECT_THAT(names, ElementsAre("x", "z"));
}

TEST_F(BoardFolderTest, AChangedFileOfItsTypeMakesAPartAnew) {
  write("diagram.json", R"({ "parts": [ { "id": "m", "type": "board-mine" },
    { "id": "a", "type": "chip-a" }, { "id": "b", "type": "chip-b" } ], "connections": [] })");
  const auto write_types = [this](const char* p1, int most) {
    write("mine.board.json", fmt::format(R"({{ "name": "m", "types": ["board-mine"], "lines": 4,
      "pins": {{ "P1": "{}" }} }})",
                                         p1));
    write(
        "a.chip.json",
        fmt::format(R"({{ "pins": [ "A" ], "controls": [ {{ "id": "x", "max": {} }} ] }})", most));
  };
  write("b.chip.json", R"({ "pins": [ "B" ], "controls": [ { "id": "x" } ] })");
  write_types("gnd", 5);
  OpenedBoard first = open();
  TimerQueue timers;
  Bench bench(std::move(first.assembly.parts), first.assembly.wires, timers, 1);
  const auto part = [&](std::string_view id) { return *bench.pins().find_part(id); };
  EXPECT_FALSE(bench.control(part("a"), "x", std::int64_t{9}));
  EXPECT_TRUE(bench.control(part("b"), "x", std::int64_t{9}));
  write_types("vcc", 10);
  OpenedBoard second = open();
  bench.rewire(std::move(second.assembly.parts), second.assembly.wires);
  EXPECT_TRUE(bench.control(part("a"), "x", std::int64_t{9}));
  EXPECT_EQ(to_string(bench.part(part("b")).controls()[0].value), "9") << "its file is the same";
  EXPECT_EQ(bench.state(*bench.pins().find("m:P1")).level, Level::high);
}

TEST_F(BoardFolderTest, ATableCannotReplaceAPart) {
  write("diagram.json", R"({ "parts": [ { "id": "d", "type": "wokwi-led" } ],
    "connections": [] })");
  write("a.board.json", R"({ "name": "A", "types": ["wokwi-led", "board-a"], "lines": 4,
    "pins": { "A": 1 } })");
  write("b.board.json", R"({ "name": "B", "types": ["board-a"], "lines": 4, "pins": { "A": 1 } })");
  const OpenedBoard board = open();
  EXPECT_THAT(
      problems_of(board),
      ::testing::IsSupersetOf({HasSubstr("a.board.json: \"wokwi-led\" is a part of Pinbridge"),
                               HasSubstr("b.board.json: \"board-a\" is in an earlier table too")}));
  EXPECT_EQ(board.assembly.parts[0].part->layout().pins.size(), 2U);
}

TEST_F(BoardFolderTest, FilesWithoutEndAreRefused) {
  std::string pins;
  for (int i = 0; i < 1001; ++i) pins += fmt::format("{}\"{}\"", i ? "," : "", i);
  write("diagram.json", R"({ "parts": [ { "id": "a", "type": "chip-a" } ], "connections": [] })");
  write("a.chip.json", fmt::format(R"({{ "pins": [{}] }})", pins));
  write("t.board.json",
        fmt::format(R"({{ "name": "t", "types": [{}], "lines": 4, "pins": {{}} }})", pins));
  EXPECT_THAT(problems_of(open()),
              ::testing::IsSupersetOf(
                  {HasSubstr("a.chip.json: it has 1001 pins, more than 1000"),
                   HasSubstr("t.board.json: it has 1001 types and 0 pins, where up to 100")}));
}

TEST_F(BoardFolderTest, WiresHaveTheNamesThatTheirPinsHaveOnTheBench) {
  write("diagram.json", R"({ "parts": [ { "id": "b", "type": "wokwi-pushbutton" },
    { "id": "n", "type": "chip-native-gpio", "attrs": { "controller": "stm32l4x5-gpio[1]" } } ],
    "connections": [ [ "b:1", "n:PB14", "", [] ] ] })");
  const OpenedBoard board = open();
  EXPECT_EQ(board.board.connections.at(0).from.text, "b:1.l");
  EXPECT_EQ(board.board.connections.at(0).to.text, "n:14");
}

TEST_F(BoardFolderTest, TheSuppliesOfAMicrocontrollerWithALongIdHaveIdsThatABoardMayHave) {
  const std::string id(64, 'u');
  write("diagram.json", fmt::format(R"({{ "parts": [ {{ "id": "{}", "type": "wokwi-arduino-uno" }},
    {{ "id": "d", "type": "wokwi-led" }} ],
    "connections": [ [ "{}:GND.1", "d:C", "", [] ], [ "{}:5V", "d:A", "", [] ] ] }})",
                                    id, id, id));
  const OpenedBoard board = open({{id, {}}});
  EXPECT_FALSE(board.problems.has_errors());
  for (const board::BoardPart& part : board.board.parts) EXPECT_LE(part.id.text.size(), 64U);
}

TEST_F(BoardFolderTest, OnlyAVirtioChipHasNamesInTheGuest) {
  write("diagram.json", R"({ "parts": [ { "id": "u", "type": "wokwi-arduino-uno" },
    { "id": "d", "type": "wokwi-led" } ], "connections": [ [ "u:3", "d:A", "", [] ] ] })");
  EXPECT_EQ(imported_lines(open({{"u", {}}})), "u:3 is u:3, \"d\" in the guest\n");
  EXPECT_EQ(imported_lines(open({{"u", {"pl061"}}})), "u:3 is u:3\n");
}

TEST_F(BoardFolderTest, AChipFileThatCannotBeReadIsAWarning) {
  write("diagram.json", R"({ "parts": [ { "id": "a", "type": "chip-a" } ], "connections": [] })");
  EXPECT_THAT(problems_of(open()),
              ElementsAre(HasSubstr("and there is no valid file a.chip.json beside the board")));
  write("a.chip.json", "{");
  EXPECT_THAT(problems_of(open()), ::testing::Contains(HasSubstr("warning: a.chip.json: line 1")));
  write("a.chip.json", "{}");
  EXPECT_THAT(problems_of(open()),
              ::testing::Contains(HasSubstr("a.chip.json: it has no \"pins\"")));
}

TEST_F(BoardFolderTest, ATableOfAnotherMicrocontrollerStandsBesideTheDiagram) {
  write("mine.board.json", R"({ "name": "Mine", "types": ["board-mine"], "lines": 4,
    "pins": { "IO3": 3, "GND": "gnd" } })");
  write("diagram.json", R"({ "parts": [ { "id": "m", "type": "board-mine" },
    { "id": "d", "type": "wokwi-led" } ],
    "connections": [ [ "m:IO3", "d:A", "", [] ], [ "d:C", "m:GND.2", "", [] ] ] })");
  const OpenedBoard board = open({{"m", {}}});
  EXPECT_THAT(problems_of(board), IsEmpty());
  EXPECT_EQ(imported_lines(board), "m:IO3 is m:3, \"d\" in the guest\n");
  write("mine.board.json", R"({ "name": "Mine", "types": [], "lines": 4, "pins": { "IO3": 4 } })");
  EXPECT_THAT(problems_of(open()), ::testing::Contains(HasSubstr(
                                       "mine.board.json: pin \"IO3\" (line 1 of the file) is a "
                                       "line from 0 to 3, or vcc")));
}

TEST_F(BoardFolderTest, AnAttributeMakesTheMicrocontrollerTheGuest) {
  const auto write_with = [&](const std::string& way) {
    write("diagram.json", fmt::format(R"({{ "parts": [ {{ "id": "u", "type": "wokwi-arduino-uno",
      "attrs": {{ "chip": "{}" }} }}, {{ "id": "b", "type": "wokwi-pushbutton" }} ],
      "connections": [ [ "u:2", "b:1.l", "", [] ], [ "b:2.r", "u:GND.1", "", [] ] ] }})",
                                      way));
  };
  write_with("virtio-gpio");
  OpenedBoard board = open();
  EXPECT_THAT(problems_of(board), IsEmpty());
  EXPECT_EQ(board.assembly.parts[0].type, "chip-virtio-gpio");
  EXPECT_EQ(board.assembly.parts[0].attributes.at("pull"), "2:up");
  EXPECT_EQ(board.assembly.parts[0].attributes.at("lines"), "20");
  write_with("by magic");
  EXPECT_THAT(problems_of(open()),
              ::testing::Contains(HasSubstr("error: part u: chip: \"by magic\"")));
}

TEST_F(BoardFolderTest, AChoiceThatTheBoardCannotFollowIsAnError) {
  write(
      "diagram.json",
      R"({ "parts": [ { "id": "u", "type": "wokwi-arduino-uno" }, { "id": "d", "type": "wokwi-led" } ],
      "connections": [] })");
  EXPECT_THAT(
      problems_of(open({{"esp", {}}})),
      ::testing::Contains("error: the board has no part \"esp\"; its microcontroller is \"u\""));
  EXPECT_THAT(problems_of(open({{"d", {}}})),
              ::testing::Contains(HasSubstr("error: part d is a ")));
}

TEST_F(BoardFolderTest, ProblemsWithoutEndAreCountedAndNotPrinted) {
  std::string wires;
  for (int i = 0; i < 5000; ++i) wires += fmt::format("{}[\"a:A\",\"gone:{}\"]", i ? "," : "", i);
  write("diagram.json",
        fmt::format(R"({{"parts":[{{"id":"a","type":"wokwi-led"}}],"connections":[{}]}})", wires));
  const OpenedBoard board = open();
  EXPECT_EQ(board.problems.list().size(), 1000U);
  EXPECT_GE(board.problems.warnings(), 5000U);
  EXPECT_THAT(problem_lines(board), HasSubstr("more problems"));
}

}  // namespace
}  // namespace pinbridge::app
