#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

class Hx711Test : public ::testing::Test {
 protected:
  Hx711Test() { clock(false); }
  void clock(bool high) { bench_.drive("h:SCK", strong(high)); }
  bool ready() { return bench_.level("h:DT") == Level::low; }
  /// Reads 24 bits, and makes the pulse that chooses channel A.
  int read() {
    int value = 0;
    for (int i = 0; i < 25; ++i) {
      clock(true);
      bench_.advance(microseconds(10));
      if (i < 24) value = value * 2 + (ready() ? 0 : 1);
      clock(false);
      bench_.advance(microseconds(10));
    }
    return value;
  }
  bool load(const char* kilograms) {
    return bool(bench_.control("h", "load", parse_control_value(kilograms)));
  }

  PartBench bench_{{{"h", "wokwi-hx711", {{"type", "5kg"}, {"load", "1.5"}}}}, {}};
};

TEST_F(Hx711Test, HasAValueTenTimesASecond) {
  EXPECT_FALSE(ready());
  bench_.advance(milliseconds(400));
  EXPECT_TRUE(ready());
  EXPECT_EQ(read(), 630);
  EXPECT_FALSE(ready());
  EXPECT_TRUE(load("5"));
  bench_.advance(milliseconds(99));
  EXPECT_FALSE(ready());
  bench_.advance(milliseconds(1));
  EXPECT_EQ(read(), 2100);
}

TEST_F(Hx711Test, AnUnreadValueIsReplaced) {
  bench_.advance(milliseconds(450));
  EXPECT_TRUE(load("0.1"));
  bench_.advance(milliseconds(100));
  EXPECT_EQ(read(), 42);
}

TEST_F(Hx711Test, PulsesForAGainDoNotSpoilTheNextValue) {
  bench_.advance(milliseconds(400));
  read();
  for (int i = 0; i < 2; ++i) {
    clock(true);
    bench_.advance(microseconds(10));
    clock(false);
  }
  bench_.advance(milliseconds(100));
  EXPECT_EQ(read(), 630);
}

TEST_F(Hx711Test, AHighClockSwitchesItOff) {
  bench_.advance(milliseconds(400));
  clock(true);
  bench_.advance(milliseconds(2));
  clock(false);
  bench_.advance(milliseconds(399));
  EXPECT_FALSE(ready());
  bench_.advance(milliseconds(1));
  EXPECT_EQ(read(), 630);
}

TEST_F(Hx711Test, TakesWhatItsCellBears) {
  EXPECT_FALSE(load("5.1"));
  EXPECT_TRUE(problems_of("wokwi-hx711", {{"load", "50"}}).empty());
}

}  // namespace
}  // namespace pinbridge::testing
