#include "links/controllers/vendor_names.hpp"

#include <gtest/gtest.h>

namespace pinbridge::controllers {
namespace {

std::string name_of(std::string_view controller, std::uint16_t line) {
  const auto choice = ControllerChoice::parse(controller);
  EXPECT_TRUE(choice) << controller;
  return choice ? vendor_name(*choice, line) : "";
}

TEST(VendorNames, AreThoseOfTheChipsManuals) {
  EXPECT_EQ(name_of("stm32l4x5-gpio[1]", 14), "PB14");
  EXPECT_EQ(name_of("pl061_luminary[5]", 0), "PF0");
  EXPECT_EQ(name_of("nrf51_soc.gpio", 17), "P0.17");
  EXPECT_EQ(name_of("imx.gpio[1]", 5), "GPIO2_5");
  EXPECT_EQ(name_of("npcm7xx-gpio[2]", 3), "GPIO67");
  EXPECT_EQ(name_of("bcm2835_gpio", 47), "GPIO47");
  EXPECT_EQ(name_of("sifive_soc.gpio", 10), "GPIO10");
}

TEST(VendorNames, OfAspeedContinueWithTwoLettersAfterZ) {
  EXPECT_EQ(name_of("aspeed.gpio-ast2600", 0), "GPIOA0");
  EXPECT_EQ(name_of("aspeed.gpio-ast2600", 207), "GPIOZ7");
  EXPECT_EQ(name_of("aspeed.gpio-ast2500", 227), "GPIOAC3");
  EXPECT_EQ(name_of("aspeed.gpio-ast2600-1_8v", 0), "");
}

TEST(VendorNames, FollowAPathThatNamesItsPort) {
  EXPECT_EQ(name_of("/machine/soc/gpio4", 7), "GPIO4_7");
  EXPECT_EQ(name_of("/machine/soc/gpiob", 14), "PB14");
  EXPECT_EQ(name_of("/machine/soc/gpio", 7), "");
  EXPECT_EQ(name_of("/machine/soc/gpio[2]", 7), "");
  EXPECT_EQ(name_of("/machine/gpio2/device", 7), "");
}

TEST(VendorNames, DoNotExistWhereTheMachineDeterminesTheController) {
  EXPECT_EQ(vendor_name({}, 3), "");
}

TEST(VendorNames, DoNotExistWhereManualsOnlyHaveNumbers) {
  EXPECT_EQ(name_of("pl061", 3), "");
}

}  // namespace
}  // namespace pinbridge::controllers
