#include "parts/plain_box.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(PlainBox, JoinsItsGroundsAndNothingElse) {
  const Layout layout =
      PlainBox({"GND.1", "3V3", "GND", "GND.12", "GND.", "GND.x", "GNDA.1", "5V.1", "5V.2"})
          .layout();
  EXPECT_THAT(layout.joins,
              ElementsAre(Pair(PinIndex{0}, PinIndex{2}), Pair(PinIndex{0}, PinIndex{3})));
  ASSERT_EQ(layout.pins.size(), 9U);
  for (const PinSpec& pin : layout.pins) EXPECT_EQ(pin.role, PinRole::unknown);
}

}  // namespace
}  // namespace pinbridge::parts
