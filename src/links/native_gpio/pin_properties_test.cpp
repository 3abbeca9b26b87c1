#include "links/native_gpio/pin_properties.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PinProperties, AnAst2600HasGroupsOfEightFromAToZ) {
  std::uint16_t line = 0;
  for (char group = 'A'; group <= 'Z'; ++group) {
    for (int bit = 0; bit < 8; ++bit) {
      EXPECT_EQ(line_of_property(fmt::format("gpio{}{}", group, bit)), line) << group << bit;
      ++line;
    }
  }
  EXPECT_EQ(line, 208);
}

TEST(PinProperties, AnAst2500GoesOnWithGroupsOfTwoLetters) {
  EXPECT_EQ(line_of_property("gpioAA0"), 208);
  EXPECT_EQ(line_of_property("gpioAB3"), 219);
  EXPECT_EQ(line_of_property("gpioAC1"), 225);
}

TEST(PinProperties, TheControllerFor1V8OfAnAst2600CountsFromItsFirst) {
  EXPECT_EQ(line_of_property("gpio18A0"), 0);
  EXPECT_EQ(line_of_property("gpio18B7"), 15);
  EXPECT_EQ(line_of_property("gpio18E3"), 35);
}

TEST(PinProperties, AllElseIsNone) {
  for (const char* name : {"",        "gpio",     "gpioA",    "gpio0",   "gpioA8",      "gpioA9",
                           "gpioA:",  "gpioA/",   "gpioa0",   "gpioA00", "gpioAAA0",    "gpio18",
                           "gpio18A", "gpio18A8", "gpio17A0", "gpioA-1", "gpioA0 ",     "gpio-set",
                           "gpio@0",  "gpio[0",   "gpioZZ7",  "gpioAG0", "A00000000000"}) {
    EXPECT_FALSE(line_of_property(name)) << name;
  }
  EXPECT_EQ(line_of_property("gpioAF7"), 255) << "the last that there can be";
}

TEST(PinProperties, NamesGoToTheirLinesWhateverTheirOrder) {
  EXPECT_THAT(properties_by_line({"gpioB0", "gpioA6", "gpioA0", "gpios", "gpioA7"}),
              ElementsAre("gpioA0", "", "", "", "", "", "gpioA6", "gpioA7", "gpioB0"));
  EXPECT_THAT(properties_by_line({"gpio", "gpio-reset"}), IsEmpty());
  EXPECT_THAT(properties_by_line({}), IsEmpty());
}

}  // namespace
}  // namespace pinbridge::native_gpio
