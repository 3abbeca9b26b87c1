#include "board/nearest.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

TEST(Nearest, FindsTheSlipOfTheFingerAndNothingFarther) {
  const std::vector<std::string> types{"wokwi-led", "wokwi-resistor", "wokwi-pushbutton"};
  EXPECT_EQ(nearest("wokwi-let", types), "wokwi-led");
  EXPECT_EQ(nearest("woki-pushbuton", types), "wokwi-pushbutton");
  EXPECT_EQ(nearest("board-esp32", types), "");
  EXPECT_EQ(nearest("", types), "");
  EXPECT_EQ(nearest(std::string(1000, 'w'), types), "");
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

}  // namespace
}  // namespace pinbridge
