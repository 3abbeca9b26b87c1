#include "app/opened_board.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/testing/problems_of.hpp"

namespace pinbridge::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::problems_of;
using ::testing::UnorderedElementsAre;

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
