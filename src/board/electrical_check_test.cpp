#include "board/electrical_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/testing/still_part.hpp"
#include "board/reader.hpp"
#include "parts/catalog.hpp"

namespace pinbridge::board {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PartType still_type(std::string name, Layout layout) {
  return {.name = std::move(name),
          .make = [layout](Attributes&) { return std::make_unique<testing::StillPart>(layout); }};
}

/// The checker's report of a board, a part and a wire a line: "error LINE:COLUMN PART:PIN
/// message". Parts are short here: "led1 led", "b1 button"; the first part is in line 1 and the
/// first wire in line 101.
class ElectricalCheckTest : public ::testing::Test {
 protected:
  ElectricalCheckTest() {
    parts::add_parts(catalog_);
    using enum PinRole;
    catalog_.add(still_type("gate", {.pins = {{"IN", input}, {"OUT", output}}}));
    catalog_.add(
        still_type("chip", {.pins = {{"0", line}, {"1", line}, {"up", line, pull(true)}}}));
    catalog_.add(
        still_type("bars", {.pins = {"A1", "A2", "C1", "C2"},
                            .diodes = {{PinIndex{0}, PinIndex{2}}, {PinIndex{1}, PinIndex{3}}}}));
  }

  std::vector<std::string> check(const std::vector<std::pair<std::string, std::string>>& parts,
                                 const std::vector<std::pair<std::string, std::string>>& wires) {
    static const std::map<std::string, std::string> kTypes{
        {"led", "wokwi-led"},    {"button", "wokwi-pushbutton"}, {"switch", "wokwi-slide-switch"},
        {"r", "wokwi-resistor"}, {"vcc", "wokwi-vcc"},           {"gnd", "wokwi-gnd"}};
    Board board;
    std::uint32_t line = 0;
    for (const auto& [id, type] : parts) {
      const auto full = kTypes.find(type);
      board.parts.push_back({.id = {id, {++line, 1}},
                             .type = {full == kTypes.end() ? type : full->second, {line, 2}}});
    }
    line = 100;
    for (const auto& [from, to] : wires) {
      ++line;
      board.connections.push_back({.from = {from, {line, 1}}, .to = {to, {line, 2}}});
    }
    return said_of(board);
  }

  std::vector<std::string> said_of(const Board& board) {
    Problems before;
    const Assembly assembly = assemble(board, catalog_, before);
    Problems problems;
    check_electrically(assembly, problems);
    std::vector<std::string> said;
    for (const Problem& problem : in_file_order(problems)) {
      said.push_back(fmt::format("{} {}:{} {}:{} {}", to_string(problem.severity),
                                 problem.place.line, problem.place.column, problem.part,
                                 problem.pin, problem.message));
    }
    return said;
  }

  Catalog catalog_;
};

TEST_F(ElectricalCheckTest, ABoardThatCanWorkIsNotComplainedOf) {
  EXPECT_THAT(check({{"vcc", "vcc"},
                     {"gnd", "gnd"},
                     {"vm", "chip"},
                     {"led1", "led"},
                     {"r1", "r"},
                     {"sw", "switch"},
                     {"b1", "button"},
                     {"g", "gate"},
                     {"r2", "r"}},
                    {{"vm:0", "r1:1"},
                     {"r1:2", "led1:A"},
                     {"led1:C", "gnd:GND"},
                     {"sw:1", "vcc:VCC"},
                     {"sw:3", "gnd:GND"},
                     {"sw:2", "vm:1"},
                     {"vm:up", "b1:1.l"},
                     {"b1:2.l", "gnd:GND"},
                     {"g:OUT", "r2:2"},
                     {"r2:1", "g:IN"}}),
              IsEmpty());
}

TEST_F(ElectricalCheckTest, EachWireThatJoinsVccAndGndIsAnErrorThatNamesBoth) {
  EXPECT_THAT(
      check({{"vcc", "vcc"}, {"gnd", "gnd"}, {"r", "r"}, {"vm", "chip"}}, {{"vcc:VCC", "vm:0"},
                                                                           {"vm:1", "gnd:GND"},
                                                                           {"vm:0", "vm:1"},
                                                                           {"vm:0", "r:1"},
                                                                           {"r:2", "vm:1"},
                                                                           {"gnd:GND", "vcc:VCC"}}),
      ElementsAre("error 103:1 vm:0 this wire is a short circuit: it connects vcc:VCC and gnd:GND; "
                  "remove it, or use a resistor instead",
                  "error 106:1 gnd:GND this wire is a short circuit: it connects vcc:VCC and "
                  "gnd:GND; remove it, or use a resistor instead"));
}

TEST_F(ElectricalCheckTest, OutputsThatAreJoinedAreWarnedOf) {
  EXPECT_THAT(
      check({{"a", "gate"}, {"b", "gate"}, {"c", "gate"}, {"vcc", "vcc"}}, {{"a:OUT", "b:IN"},
                                                                            {"b:IN", "b:OUT"},
                                                                            {"a:OUT", "b:OUT"},
                                                                            {"a:IN", "c:OUT"},
                                                                            {"vcc:VCC", "c:OUT"},
                                                                            {"c:IN", "vcc:VCC"}}),
      ElementsAre("warning 102:1 b:IN this wire connects the outputs a:OUT and b:OUT, which "
                  "conflict when their levels differ; put each on a separate net",
                  "warning 105:1 vcc:VCC this wire connects the output c:OUT to the supply "
                  "vcc:VCC, which always wins; remove it"));
}

TEST_F(ElectricalCheckTest, ALightThatCannotLightIsExplained) {
  const auto why = [&](std::vector<std::pair<std::string, std::string>> wires) {
    const auto said = check({{"led", "led"},
                             {"vcc", "vcc"},
                             {"gnd", "gnd"},
                             {"vm", "chip"},
                             {"b", "button"},
                             {"r", "r"}},
                            wires);
    return said.empty() ? "" : said.front().substr(said.front().find("led:"));
  };
  const std::string cannot = " led can never light: ";
  EXPECT_EQ(why({}), "led:A" + cannot + "neither A nor C is connected");
  EXPECT_EQ(why({{"led:A", "vm:0"}}),
            "led:C" + cannot + "its cathode C is not connected; wire it to GND or an output");
  EXPECT_EQ(why({{"led:C", "vm:0"}}),
            "led:A" + cannot + "its anode A is not connected; wire it to an output or VCC");
  EXPECT_EQ(why({{"led:C", "vm:0"}, {"led:A", "gnd:GND"}}),
            "led:A" + cannot + "it is the wrong way round; swap A and C");
  EXPECT_EQ(why({{"led:C", "vm:0"}, {"led:A", "vm:0"}}),
            "led:A" + cannot + "A and C are wired together; remove one of them");
  EXPECT_EQ(why({{"led:C", "gnd:GND"}, {"led:A", "b:1.l"}, {"gnd:GND", "b:2.r"}}),
            "led:A" + cannot + "nothing can make its anode A high; wire it to an output or VCC");
  EXPECT_EQ(why({{"led:C", "vcc:VCC"}, {"led:A", "vcc:VCC"}}),
            "led:A" + cannot + "A and C are wired together; remove one of them");
  EXPECT_EQ(why({{"led:C", "r:1"}, {"r:2", "vcc:VCC"}, {"led:A", "vm:0"}}),
            "led:A" + cannot + "it is the wrong way round; swap A and C");
  EXPECT_EQ(why({{"led:C", "b:1.l"}, {"led:A", "vm:0"}}),
            "led:C" + cannot + "nothing can make its cathode C low; wire it to GND or an output");
  EXPECT_EQ(why({{"led:C", "b:1.l"}, {"led:A", "r:1"}}),
            "led:A" + cannot +
                "nothing can make its anode A high, nor its cathode C low; wire "
                "them to outputs, or to VCC and GND");
}

TEST_F(ElectricalCheckTest, ALightMayBeReachedThroughContactsAndResistors) {
  EXPECT_THAT(check({{"led", "led"},
                     {"vcc", "vcc"},
                     {"gnd", "gnd"},
                     {"b", "button"},
                     {"r", "r"},
                     {"sw", "switch"}},
                    {{"vcc:VCC", "b:1.l"},
                     {"b:2.l", "r:1"},
                     {"r:2", "led:A"},
                     {"led:C", "sw:2"},
                     {"sw:1", "gnd:GND"}}),
              IsEmpty());
}

TEST_F(ElectricalCheckTest, OfSeveralLightsSomeMayBeUnused) {
  const auto said = [&](std::vector<std::pair<std::string, std::string>> wires) {
    return check({{"bar", "bars"}, {"vm", "chip"}, {"gnd", "gnd"}}, wires);
  };
  EXPECT_THAT(said({{"bar:A1", "vm:0"}, {"bar:C1", "gnd:GND"}}), IsEmpty());
  EXPECT_THAT(said({{"bar:A1", "vm:0"}, {"bar:C1", "gnd:GND"}, {"bar:A2", "vm:1"}}), IsEmpty());
  EXPECT_THAT(
      said({{"bar:A1", "vm:0"}, {"bar:C1", "gnd:GND"}, {"bar:C2", "vm:1"}, {"bar:A2", "gnd:GND"}}),
      ElementsAre("warning 1:1 bar:A2 bar can never light: it is the wrong way round; swap "
                  "A2 and C2"));
  EXPECT_THAT(said({{"bar:A1", "vm:0"}, {"bar:A2", "vm:1"}}),
              ElementsAre("warning 1:1 bar:C1 bar can never light: its cathode C1 is not "
                          "connected; wire it to GND or an output"));
  EXPECT_THAT(said({}), ElementsAre("warning 1:1 bar:A1 bar can never light: neither A1 nor C1 is "
                                    "connected"));
}

TEST_F(ElectricalCheckTest, AnInputThatNothingCanDriveIsWarnedOf) {
  EXPECT_THAT(
      check({{"a", "gate"}, {"b", "gate"}, {"c", "gate"}, {"b1", "button"}, {"vm", "chip"}},
            {{"b1:1.l", "b:IN"},
             {"vm:0", "b1:1.r"},
             {"a:OUT", "vm:1"},
             {"b1:1.l", "b1:1.r"},
             {"c:IN", "c:IN"}}),
      ElementsAre("warning 1:1 a:IN a:IN always floats: it is not connected; wire it to an output, "
                  "VCC or GND",
                  "warning 4:1 b1:2.l b1 is wired on one side only, and connects nothing; wire 2.l "
                  "too",
                  "warning 105:1 c:IN c:IN always floats: nothing on its wires ever drives it; "
                  "wire it to an output, VCC or GND"));
}

TEST_F(ElectricalCheckTest, ALineWithAButtonToNowhereIsWarnedOf) {
  EXPECT_THAT(check({{"vm", "chip"}, {"b", "button"}}, {{"b:1.l", "vm:0"}}),
              ElementsAre("warning 101:2 vm:0 vm:0 always floats: b connects it to nothing that "
                          "ever drives it; wire the other side of b to VCC, GND or an output"));
}

TEST_F(ElectricalCheckTest, ALineThatMayBeAnOutputIsNot) {
  const auto said = [&](std::vector<std::pair<std::string, std::string>> wires) {
    return check({{"vm", "chip"},
                  {"b", "button"},
                  {"r", "r"},
                  {"g", "gate"},
                  {"led", "led"},
                  {"gnd", "gnd"},
                  {"box", "chip-of-somebody"}},
                 [&] {
                   wires.insert(wires.end(), {{"g:OUT", "g:IN"}, {"led:C", "gnd:GND"}});
                   return wires;
                 }());
  };
  const std::pair<std::string, std::string> lit{"led:A", "vm:1"};
  EXPECT_THAT(said({lit}), IsEmpty()) << "a line without wires";
  EXPECT_THAT(said({{"vm:0", "r:1"}, {"r:2", "led:A"}}), IsEmpty()) << "it drives an LED";
  EXPECT_THAT(said({lit, {"vm:up", "b:1.l"}, {"b:2.l", "gnd:GND"}}), IsEmpty())
      << "its chip pulls it";
  EXPECT_THAT(said({lit, {"vm:up", "b:1.l"}, {"b:2.l", "vm:1"}}), IsEmpty()) << "a matrix of keys";
}

TEST_F(ElectricalCheckTest, ALineThatFloatsWhileAContactIsOpenIsNamedWithThePullToWrite) {
  const auto said = [&](std::vector<std::pair<std::string, std::string>> wires) {
    return check({{"vm", "chip"},
                  {"b", "button"},
                  {"s", "switch"},
                  {"r", "r"},
                  {"gnd", "gnd"},
                  {"vcc", "vcc"},
                  {"box", "chip-of-somebody"}},
                 wires);
  };
  const auto pull = [](std::string_view text) {
    return ElementsAre(::testing::AllOf(HasSubstr("while"), HasSubstr(text)));
  };
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "gnd:GND"}}),
              ElementsAre("warning 1:1 vm:0 vm:0 floats while b is open; if the guest reads it, "
                          "write \"pull\": \"0:up\" in the attributes of vm"));
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "vcc:VCC"}}), pull("\"0:down\""));
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "box:1"}}), pull("\"0:up\""));
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "vm:1"}}), pull("\"0:up,1:up\""));
  EXPECT_THAT(said({{"vm:0", "s:2"}, {"s:1", "gnd:GND"}}), pull("\"0:up\""))
      << "the other way of the switch leads nowhere";
  EXPECT_THAT(said({{"vm:0", "s:2"}, {"s:1", "gnd:GND"}, {"s:3", "vcc:VCC"}}), IsEmpty());
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "gnd:GND"}, {"vm:0", "r:1"}, {"r:2", "vcc:VCC"}}),
              IsEmpty())
      << "a resistor pulls it";
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "gnd:GND"}, {"vm:1", "r:1"}, {"r:2", "gnd:GND"}}),
              pull("\"0:up\""))
      << "a resistor at the same ground pulls another line";
  EXPECT_THAT(said({{"vm:0", "b:1.l"}, {"b:2.l", "gnd:GND"}, {"vm:1", "gnd:GND"}}),
              pull("\"0:up\""));
}

TEST_F(ElectricalCheckTest, EachHintHasThePullsOfAllLinesOfTheChipThatFloat) {
  Layout wide;
  for (int i = 0; i < 8; ++i) wide.pins.emplace_back(std::to_string(i), PinRole::line);
  catalog_.add(still_type("wide", wide));
  std::vector<std::pair<std::string, std::string>> parts{
      {"vm", "wide"}, {"gnd", "gnd"}, {"vcc", "vcc"}};
  std::vector<std::pair<std::string, std::string>> wires;
  for (const std::string line : {"0", "1", "2", "3", "4", "6", "7"}) {
    parts.emplace_back("b" + line, "button");
    wires.emplace_back("vm:" + line, "b" + line + ":1.l");
    wires.emplace_back("b" + line + ":2.l", line == "7" ? "vcc:VCC" : "gnd:GND");
  }
  EXPECT_THAT(check(parts, wires),
              AllOf(SizeIs(7), Each(HasSubstr("write \"pull\": \"0-4:up,6:up,7:down\""))));
}

TEST_F(ElectricalCheckTest, NoPullIsProposedForAChipWithErrors) {
  const Board board{.parts = {{.id = {"vm", {1, 1}}, .type = {"chip", {1, 2}}},
                              {.id = {"b", {2, 1}}, .type = {"wokwi-pushbutton", {2, 2}}},
                              {.id = {"gnd", {3, 1}}, .type = {"wokwi-gnd", {3, 2}}}},
                    .connections = {{.from = {"vm:0", {4, 1}}, .to = {"b:1.l", {4, 2}}},
                                    {.from = {"b:2.l", {5, 1}}, .to = {"gnd:GND", {5, 2}}}}};
  Problems problems;
  const Assembly assembly = assemble(board, catalog_, problems);
  problems.error({1, 1}, "part vm: pull: \"upp\" is not a pull", "vm");
  check_electrically(assembly, problems);
  EXPECT_EQ(problems.warnings(), 0U);
}

TEST_F(ElectricalCheckTest, AButtonThatIsWiredOnOneSideOnlyIsNamed) {
  EXPECT_THAT(
      check({{"b", "button"}, {"gnd", "gnd"}}, {{"b:1.l", "gnd:GND"}, {"b:1.r", "gnd:GND"}}),
      ElementsAre("warning 1:1 b:2.l b is wired on one side only, and connects nothing; wire "
                  "2.l too"));
}

TEST_F(ElectricalCheckTest, APartOfSeveralInputsWithoutAWireIsOneWarning) {
  catalog_.add(still_type("wide", {.pins = {{"A", PinRole::input}, {"B", PinRole::input}}}));
  EXPECT_THAT(check({{"w", "wide"}}, {}),
              ElementsAre("warning 1:1 w: w is not wired: its inputs float"));
}

TEST_F(ElectricalCheckTest, TheConsequencesOfAnErrorAreNotReported) {
  EXPECT_THAT(check({{"led", "led"}, {"g", "gate"}, {"vm", "chip"}, {"b", "button"}},
                    {{"led:A", "missing:1"},
                     {"led:C", "led:K"},
                     {"g:IN", "$serialMonitor:TX"},
                     {"vm:0", "b:1.l"},
                     {"b:2.l", "gone:GND"}}),
              IsEmpty());
}

TEST_F(ElectricalCheckTest, PartsThatAreNotKnownMayDoAnything) {
  EXPECT_THAT(check({{"esp", "board-esp32-devkit-c-v4"}, {"led", "led"}, {"g", "gate"}},
                    {{"esp:2", "led:A"}, {"esp:GND.1", "led:C"}, {"esp:4", "g:IN"}}),
              IsEmpty());
}

}  // namespace
}  // namespace pinbridge::board
