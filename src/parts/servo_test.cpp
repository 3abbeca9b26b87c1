#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::microseconds;

class ServoTest : public ::testing::Test {
 protected:
  std::string after(int width) {
    bench_.drive("s:PWM", strong(true));
    bench_.advance(microseconds(width));
    bench_.drive("s:PWM", strong(false));
    bench_.advance(microseconds(20'000 - width));
    return bench_.value("s", "angle");
  }

  PartBench bench_{{{"s", "wokwi-servo", {}}}, {}};
};

TEST_F(ServoTest, TurnsToTheAngleOfThePulse) {
  EXPECT_EQ(after(544), "0");
  EXPECT_EQ(after(1472), "90");
  EXPECT_EQ(after(2400), "180");
  EXPECT_EQ(after(1008), "45");
}

TEST_F(ServoTest, PulsesBeyondItsTurnStopAtTheEnd) {
  EXPECT_EQ(after(2600), "180");
  EXPECT_EQ(after(400), "0");
}

TEST_F(ServoTest, PulsesOfOtherWidthsDoNotMoveIt) {
  after(1472);
  EXPECT_EQ(after(100), "90");
  EXPECT_EQ(after(9000), "90");
}

TEST_F(ServoTest, ClientsAreNotifiedOnceForEachTurn) {
  after(1472);
  after(1472);
  EXPECT_EQ(bench_.part_news.size(), 1U);
}

}  // namespace
}  // namespace pinbridge::testing
