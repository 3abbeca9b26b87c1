#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::microseconds;

class HcSr04Test : public ::testing::Test {
 protected:
  HcSr04Test() { bench_.watch("u:ECHO"); }
  void trigger(int width) {
    bench_.drive("u:TRIG", strong(true));
    bench_.advance(microseconds(width));
    bench_.drive("u:TRIG", strong(false));
  }
  /// The width of the only pulse, in microseconds; -1 without one.
  std::int64_t echo() {
    bench_.edges.clear();
    trigger(10);
    for (int i = 0; i < 500; ++i) bench_.advance(microseconds(100));
    if (bench_.edges.size() != 2) return -1;
    return std::chrono::duration_cast<microseconds>(bench_.edges[1].time - bench_.edges[0].time)
        .count();
  }

  PartBench bench_{{{"u", "wokwi-hc-sr04", {{"distance", "100"}}}}, {}};
};

TEST_F(HcSr04Test, TheEchoIsAsLongAsTheDistanceIsFar) {
  EXPECT_EQ(echo(), 5800);
  EXPECT_TRUE(bench_.control("u", "distance", ControlValue(std::int64_t{2})));
  EXPECT_EQ(echo(), 116);
  EXPECT_TRUE(bench_.control("u", "distance", ControlValue(std::int64_t{401})));
  EXPECT_EQ(echo(), 38'000);
}

TEST_F(HcSr04Test, ATriggerThatIsTooShortIsNone) {
  trigger(9);
  bench_.advance(std::chrono::milliseconds(50));
  EXPECT_TRUE(bench_.edges.empty());
}

TEST_F(HcSr04Test, ATriggerWhileItMeasuresHasNoEffect) {
  trigger(10);
  bench_.advance(microseconds(1000));
  trigger(10);
  bench_.advance(std::chrono::milliseconds(50));
  EXPECT_EQ(bench_.edges.size(), 2U);
}

}  // namespace
}  // namespace pinbridge::testing
