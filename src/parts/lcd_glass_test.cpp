#include "parts/lcd_glass.hpp"

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

/// A controller of two lines that is on, with text in its first.
Hd44780 controller_with(std::string_view text) {
  Hd44780 controller;
  for (const std::uint8_t command : {std::uint8_t{0x38}, std::uint8_t{0x0E}}) {
    controller.write(Hd44780::Register::instruction, command, Time{});
  }
  for (const char c : text) {
    controller.write(Hd44780::Register::data, static_cast<std::uint8_t>(c), Time{});
  }
  return controller;
}

TEST(LcdGlass, OfTwoLinesShowsTheBeginningOfEach) {
  const Hd44780 controller = controller_with("0123456789ABCDEFGHIJ");
  const LcdGlass glass{.lines = 2, .columns = 16};
  EXPECT_EQ(glass.text(controller, 0), "0123456789ABCDEF");
  EXPECT_EQ(glass.text(controller, 1), std::string(16, ' '));
  EXPECT_FALSE(glass.cursor(controller)) << "it is beyond the glass";
}

TEST(LcdGlass, OfFourLinesGoesOnInTheThird) {
  Hd44780 controller = controller_with("0123456789ABCDEFGHIJfurther");
  const LcdGlass glass{.lines = 4, .columns = 20};
  EXPECT_EQ(glass.text(controller, 0), "0123456789ABCDEFGHIJ");
  EXPECT_EQ(glass.text(controller, 2), "further             ");
  EXPECT_EQ(glass.cursor(controller), "3,8");
  controller.write(Hd44780::Register::instruction, 0x18, Time{});
  EXPECT_EQ(glass.text(controller, 0), "123456789ABCDEFGHIJf");
  EXPECT_EQ(glass.text(controller, 2), "urther             0");
}

TEST(LcdGlass, OfAControllerOfOneLineHasTheSecondBlank) {
  Hd44780 controller = controller_with("one");
  controller.write(Hd44780::Register::instruction, 0xC0, Time{});
  controller.write(Hd44780::Register::data, 'x', Time{});
  controller.write(Hd44780::Register::instruction, 0x30, Time{});
  const LcdGlass glass{.lines = 2, .columns = 16};
  EXPECT_EQ(glass.text(controller, 0), "one             ");
  EXPECT_EQ(glass.text(controller, 1), std::string(16, ' '));
}

}  // namespace
}  // namespace pinbridge::parts
