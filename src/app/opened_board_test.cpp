#include "app/opened_board.hpp"

#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/temp_folder.hpp"
#include "bench/described_part.hpp"

namespace pinbridge::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<std::string> problems_of(const OpenedBoard& board) {
  std::vector<std::string> said;
  for (const board::Problem& problem : board.problems.list()) {
    said.push_back(fmt::format("{}: {}", to_string(problem.severity), problem.message));
  }
  return said;
}

/// A diagram with something left over or left out, as projects for Wokwi have them.
class LeftoversTest : public ::testing::Test {
 protected:
  void open(const std::string& name) {
    auto board = open_board(
        std::filesystem::path(PINBRIDGE_DIAGRAMS) / "leftovers" / (name + ".json"), full_catalog());
    ASSERT_TRUE(board) << name;
    board_ = std::move(*board);
  }
  std::vector<std::string> said(const std::string& name) {
    open(name);
    return problems_of(board_);
  }
  Level level(const std::string& pin) {
    if (!bench_) {
      bench_ = std::make_unique<Bench>(std::move(board_.assembly.parts), board_.assembly.wires,
                                       timers_, 1);
    }
    return bench_->state(bench_->pins().find(pin).value()).level;
  }

  OpenedBoard board_;
  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
};

TEST_F(LeftoversTest, AWireToAPartThatIsMissingIsIgnored) {
  EXPECT_THAT(
      said("dangling-wire"),
      UnorderedElementsAre("warning: \"gone:1\": there is no part \"gone\"; the wire is ignored",
                           HasSubstr("warning: this board has no chip of a guest")));
}

TEST_F(LeftoversTest, AWireToAPinThatIsMissingIsIgnoredAndTheOthersHold) {
  EXPECT_THAT(said("wire-to-pin-that-is-not-there"),
              UnorderedElementsAre("warning: \"d1:c\": part d1 has no pin \"c\" (did you mean "
                                   "\"C\"?); it has A, C; the wire is ignored",
                                   HasSubstr("this board has no chip of a guest")));
  EXPECT_EQ(level("d1:A"), Level::high);
  EXPECT_EQ(level("d1:C"), Level::low);
}

TEST_F(LeftoversTest, ASideOfAButtonIsAnyOfItsPins) {
  EXPECT_THAT(said("button-pin-without-side"),
              ElementsAre("warning: \"b:1\" is used as \"b:1.l\", one of its pins",
                          "warning: \"b:2\" is used as \"b:2.l\", one of its pins"));
  EXPECT_EQ(level("vm:0"), Level::high);
  EXPECT_EQ(level("b:2.r"), Level::low);
}

TEST_F(LeftoversTest, TheSecondPartOfAnIdIsLeftOut) {
  EXPECT_THAT(
      said("same-id-twice"),
      ElementsAre(
          "warning: part id \"s\" is already used by the part in line 1; the part is left out"));
  EXPECT_EQ(board_.assembly.parts.size(), 1U);
}

TEST_F(LeftoversTest, AnEmptyAttributeIsNotGiven) {
  EXPECT_THAT(said("empty-attribute"),
              UnorderedElementsAre(AllOf(HasSubstr("warning: d can never light"), HasSubstr("COM")),
                                   "warning: l is not wired: its inputs float"));
}

TEST_F(LeftoversTest, ALineThatFloatsWhileItsButtonIsOpenNeedsAPull) {
  EXPECT_THAT(said("button-needs-pull"),
              ElementsAre("warning: vm:0 floats while b is open; if the guest reads it, write "
                          "\"pull\": \"0:up\" in the attributes of vm"));
}

TEST_F(LeftoversTest, ABoardWithoutAGuestNamesTheMicrocontrollerThatCanBecomeIt) {
  EXPECT_THAT(said("no-chip"),
              ElementsAre("warning: this board has no chip of a guest, so run gives the guest no "
                          "pins; esp can become the guest: --chip esp=virtio-gpio"));
  EXPECT_EQ(level("esp:GND.1"), Level::low);
}

TEST_F(LeftoversTest, TheSuppliesOfAMicrocontrollerDrive) {
  EXPECT_THAT(said("mcu-two-power-pins"), ElementsAre(HasSubstr("--chip esp=virtio-gpio")));
  EXPECT_EQ(level("d:A"), Level::high);
  EXPECT_EQ(level("d:C"), Level::low);
}

TEST_F(LeftoversTest, AttributesOfWokwiAreKnown) {
  EXPECT_THAT(said("attributes-of-known-parts"),
              ElementsAre("warning: l is not wired: its inputs float"));
}

TEST_F(LeftoversTest, NothingFarFetchedIsSuggested) {
  EXPECT_THAT(
      said("numeric-did-you-mean"),
      UnorderedElementsAre("warning: \"vm:46\": part vm has no pin \"46\"; it has 40 pins, 0 "
                           "to 39; the wire is ignored",
                           HasSubstr("its cathode C is not connected")));
  EXPECT_THAT(said("dht-ultrasonic-suggestion"), ::testing::Each(Not(HasSubstr("did you mean"))));
}

TEST_F(LeftoversTest, CoordinatesOfOtherNamesAreNamed) {
  EXPECT_THAT(
      said("x-y-instead-of-left-top"),
      ::testing::IsSupersetOf({HasSubstr("part d: \"x\" and \"y\" are ignored; the format's "
                                         "names are \"left\" and \"top\""),
                               HasSubstr("part e: left is ignored: it belongs in"),
                               HasSubstr("part e: top is ignored: it belongs in")}));
}

TEST_F(LeftoversTest, WhatIsFineIsFine) {
  EXPECT_THAT(said("byte-order-mark"), IsEmpty());
  EXPECT_THAT(said("rotate-as-text"), ElementsAre(HasSubstr("d can never light")));
  EXPECT_EQ(board_.board.parts.at(0).rotate, 90);
  EXPECT_EQ(board_.board.parts.at(0).left, 10);
  EXPECT_THAT(said("flip-empty"), ::testing::Each(HasSubstr("can never light")));
}

TEST_F(LeftoversTest, WhatCannotBeMeantIsAnError) {
  EXPECT_THAT(said("empty-file"), ElementsAre(HasSubstr("error: this is not JSON")));
}

/// A board in a folder of its own.
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

/// Shapes of projects for Wokwi, each of which has one microcontroller, `mcu`.
std::vector<std::filesystem::path> projects() {
  std::vector<std::filesystem::path> found;
  const auto folder = std::filesystem::path(PINBRIDGE_DIAGRAMS) / "projects";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    found.push_back(entry.path());
  return found;
}

TEST(Projects, OfEveryShapeAreImportedAndRun) {
  const Catalog catalog = full_catalog();
  EXPECT_GE(projects().size(), 30U);
  for (const std::filesystem::path& file : projects()) {
    auto board = open_board(file, catalog, {{"mcu", {}}});
    ASSERT_TRUE(board) << file;
    EXPECT_FALSE(board->problems.has_errors()) << problem_lines(*board);
    EXPECT_FALSE(board->imported.empty()) << file;
    EXPECT_THAT(problem_lines(*board), Not(HasSubstr("floats"))) << "its pulls are missing";
    const std::string lines = imported_lines(*board);
    TimerQueue timers;
    const Bench bench(std::move(board->assembly.parts), board->assembly.wires, timers, 1);
    for (const board::ImportedPin& pin : board->imported) {
      EXPECT_TRUE(bench.pins().find(pin.line)) << file << ": " << pin.pin;
      EXPECT_THAT(lines, HasSubstr(pin.pin + " is " + pin.line));
    }
    EXPECT_EQ(bench.pins().part_type(*bench.pins().find_part("mcu")), "chip-virtio-gpio") << file;
  }
}

TEST(Projects, WithoutAnImportAreReadAndNameTheMicrocontroller) {
  const Catalog catalog = full_catalog();
  for (const std::filesystem::path& file : projects()) {
    const auto board = open_board(file, catalog);
    ASSERT_TRUE(board) << file;
    EXPECT_FALSE(board->problems.has_errors()) << problem_lines(*board);
    EXPECT_THAT(problem_lines(*board), HasSubstr("--chip mcu=virtio-gpio")) << file;
  }
}

}  // namespace
}  // namespace pinbridge::app
