#include "base/pin_name.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using ::testing::Pair;

TEST(PinName, IsAPartAndItsPin) {
  EXPECT_THAT(split_pin_name("led1:A"), Pair("led1", "A"));
}

TEST(PinName, EndsItsPartAtTheFirstColon) {
  EXPECT_THAT(split_pin_name("a:b:c"), Pair("a", "b:c"));
}

TEST(PinName, HasAnEmptyPinWithoutAColon) {
  EXPECT_THAT(split_pin_name("led1"), Pair("led1", ""));
}

TEST(ButtonName, IsAPartAndItsControl) {
  EXPECT_THAT(split_button_name("keypad:5"), Pair("keypad", "5"));
  EXPECT_THAT(split_button_name("keypad:"), Pair("keypad", ""));
}

TEST(ButtonName, OfAPartAloneIsItsOnlyButton) {
  EXPECT_THAT(split_button_name("btn1"), Pair("btn1", "pressed"));
}

}  // namespace
}  // namespace pinbridge
