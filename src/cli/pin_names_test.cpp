#include "cli/pin_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const PinNames kPins({{"vm:0", "button"},
                      {"vm:20", "led0"},
                      {"vm:21", "reset"},
                      {"other:0", "reset"},
                      {"led0:A", ""},
                      {"led0:C", ""}});

std::string error_of(const std::string& name) {
  const auto found = kPins.find({name});
  return found ? "" : found.error().message;
}

TEST(PinNames, AreOfPinsLinesAndParts) {
  EXPECT_THAT(*kPins.find({"vm:20"}), ElementsAre("vm:20"));
  EXPECT_THAT(*kPins.find({"button"}), ElementsAre("vm:0"));
  EXPECT_THAT(*kPins.find({"other"}), ElementsAre("other:0"));
}

TEST(PinNames, ALineTakesPrecedenceOverAPartOfItsName) {
  EXPECT_THAT(*kPins.find({"led0"}), ElementsAre("vm:20"));
}

TEST(PinNames, APatternMatchesPinsAndLines) {
  EXPECT_THAT(*kPins.find({"vm:2?"}), ElementsAre("vm:20", "vm:21"));
  EXPECT_THAT(*kPins.find({"b*"}), ElementsAre("vm:0"));
  EXPECT_THAT(*kPins.find({"led0:[AC]"}), ElementsAre("led0:A", "led0:C"));
  EXPECT_THAT(error_of("x*"), HasSubstr("no pin matches \"x*\""));
}

TEST(PinNames, APinIsFoundOnceInTheOrderOfTheNames) {
  EXPECT_THAT(*kPins.find({"vm:21", "vm"}), ElementsAre("vm:21", "vm:0", "vm:20"));
}

TEST(PinNames, AnUnknownOneIsReportedWithTheNearest) {
  EXPECT_THAT(error_of("button1"), HasSubstr("\"button1\" (did you mean \"button\"?)"));
  EXPECT_THAT(error_of("vm:200"), HasSubstr("did you mean \"vm:20\"?"));
}

TEST(PinNames, TheNameOfTwoLinesIsRefused) {
  EXPECT_THAT(error_of("reset"), HasSubstr("two lines, vm:21 and other:0"));
}

TEST(PinNames, OneIsRefusedWhereANameIsOfSeveral) {
  EXPECT_EQ(*kPins.find_one("vm:0"), "vm:0");
  EXPECT_THAT(kPins.find_one("vm").error().message, HasSubstr("3 pins, vm:0 to vm:21"));
}

}  // namespace
}  // namespace pinbridge::cli
