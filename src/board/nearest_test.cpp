#include "board/nearest.hpp"

#include <gtest/gtest.h>

namespace pinbridge::board {
namespace {

TEST(Nearest, FindsTheSlipOfTheFingerAndNothingFarther) {
  const std::vector<std::string> types{"wokwi-led", "wokwi-resistor", "wokwi-pushbutton"};
  EXPECT_EQ(nearest("wokwi-let", types), "wokwi-led");
  EXPECT_EQ(nearest("wokwi-pushbuton", types), "wokwi-pushbutton");
  EXPECT_EQ(nearest("board-esp32", types), "");
  EXPECT_EQ(nearest("", types), "");
  EXPECT_EQ(nearest(std::string(1000, 'w'), types), "");
}

TEST(Nearest, SuggestsNothingFarFetched) {
  const std::vector<std::string> types{"wokwi-lcd2004", "wokwi-buzzer", "wokwi-led"};
  EXPECT_EQ(nearest("wokwi-hc-sr04", types), "");
  EXPECT_EQ(nearest("wokwi-button", types), "");
  EXPECT_EQ(nearest("46", {"4", "6", "45"}), "") << "another number is another pin";
}

TEST(Nearest, CapitalOrSmallMakesNoDifference) {
  EXPECT_EQ(nearest("c", {"A", "C"}), "C");
  EXPECT_EQ(nearest("gnd.1", {"GND.2", "GND.1"}), "GND.1");
}

TEST(Guesser, GivesASuffixOfASentenceOrNothing) {
  Guesser guesser;
  EXPECT_EQ(guesser.did_you_mean("b", {"a"}), " (did you mean \"a\"?)");
  EXPECT_EQ(guesser.did_you_mean("bcd", {"xyz"}), "");
}

TEST(Guesser, GivesUpAfterManyNamesOnALargeBoard) {
  Guesser guesser;
  const std::vector<std::string> ids(20'000, "led1");
  int guesses = 0;
  for (int i = 0; i < 20'000; ++i) {
    if (!guesser.did_you_mean("led2", ids).empty()) ++guesses;
  }
  EXPECT_EQ(guesses, 12);
}

TEST(Guesser, GivesUpSoonerOnLongNames) {
  Guesser guesser;
  const std::vector<std::string> ids(1000, std::string(63, 'a') + "b");
  int guesses = 0;
  for (int i = 0; i < 100; ++i) {
    if (!guesser.did_you_mean(std::string(64, 'a'), ids).empty()) ++guesses;
  }
  EXPECT_EQ(guesses, 3);
}

TEST(Guesser, ComparesAtMostAsManyAsItIsGiven) {
  Guesser guesser(3);
  const auto candidate = [](std::size_t) { return std::string_view("led1"); };
  EXPECT_EQ(guesser.did_you_mean("led2", 4, candidate), "");
  EXPECT_EQ(guesser.did_you_mean("led2", 2, candidate), " (did you mean \"led1\"?)");
  EXPECT_EQ(guesser.did_you_mean("led2", 2, candidate), "");
}

TEST(Nearest, OfSeveralThatAreNearTheNearest) {
  EXPECT_EQ(nearest("pushbutton", {"pushbuttonxy", "pushbottom", "pushbutto", "push"}),
            "pushbutto");
}

}  // namespace
}  // namespace pinbridge::board
