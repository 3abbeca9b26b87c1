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

TEST(DidYouMean, IsASuffixOfASentenceOrNothing) {
  EXPECT_EQ(did_you_mean("b", {"a"}), " (did you mean \"a\"?)");
  EXPECT_EQ(did_you_mean("bcd", {"xyz"}), "");
}

}  // namespace
}  // namespace pinbridge
