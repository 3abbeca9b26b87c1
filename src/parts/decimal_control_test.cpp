#include "parts/decimal_control.hpp"

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

class DecimalControlTest : public ::testing::Test {
 protected:
  std::string set(std::string_view text) {
    const auto done = control_.set(parse_control_value(text));
    return done ? to_string(control_.state().value) : "refused";
  }
  DecimalControl control_{"temperature", -55, 125, 4, 220'000};
};

TEST_F(DecimalControlTest, KeepsItsDecimals) {
  EXPECT_EQ(to_string(control_.state().value), "22");
  EXPECT_EQ(set("21.3"), "21.3");
  EXPECT_EQ(control_.steps, 213'000);
  EXPECT_EQ(set("-0.5"), "-0.5");
  EXPECT_EQ(set("-55"), "-55");
  EXPECT_EQ(set("125.0000"), "125");
}

TEST_F(DecimalControlTest, WhatIsNotSuchANumberChangesNothing) {
  for (const char* text :
       {"125.1", "-56", "1.23456", "warm", "", "1e2", "+1", "1.-5", "--1", "."}) {
    EXPECT_EQ(set(text), "refused") << text;
  }
  EXPECT_EQ(control_.steps, 220'000);
  EXPECT_EQ(control_.set(ControlValue("warm")).error().message,
            "temperature must be a number from -55 to 125 with up to 4 decimals, not \"warm\"");
}

TEST_F(DecimalControlTest, MayHaveNoDecimals) {
  control_ = {"level", 0, 5, 0, 1};
  EXPECT_EQ(set("3"), "3");
  EXPECT_EQ(set("3.0"), "refused");
  EXPECT_EQ(set("6"), "refused");
  EXPECT_EQ(control_.set(ControlValue("x")).error().message,
            "level must be a whole number from 0 to 5, not \"x\"");
  EXPECT_EQ(control_.spec("").values, "0 to 5");
}

TEST_F(DecimalControlTest, ARangeMayEndBetweenWholeNumbers) {
  control_ = {"gain", 0.5, 2.5, 1, 5};
  EXPECT_EQ(set("0.4"), "refused");
  EXPECT_EQ(set("2.5"), "2.5");
  EXPECT_EQ(set("3"), "refused");
  EXPECT_EQ(control_.spec("").values, "0.5 to 2.5, in steps of 0.1");
}

TEST_F(DecimalControlTest, TheAttributeIsRounded) {
  Attributes attributes(std::map<std::string, std::string>{{"temperature", "19.99996"}});
  control_.read(attributes);
  EXPECT_EQ(control_.steps, 200'000);
  EXPECT_EQ(control_.spec("").values, "-55 to 125, in steps of 0.0001");
}

}  // namespace
}  // namespace pinbridge::parts
