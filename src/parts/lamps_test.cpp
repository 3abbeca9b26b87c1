#include "parts/lamps.hpp"

#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::PartBench;

/// An LED whose anode is driven and whose cathode is low, and the number of notifications about it.
class LampsTest : public ::testing::Test {
 protected:
  LampsTest() { bench_.drive("led:C", strong(false)); }
  void light(bool on) { bench_.drive("led:A", strong(on)); }
  std::string brightness() { return bench_.value("led", "brightness"); }

  PartBench bench_{{{"led", "wokwi-led", {}}}, {}};
};

TEST_F(LampsTest, ALightThatStaysOnIsFullyBrightAfterOneWindowMore) {
  light(true);
  EXPECT_EQ(bench_.value("led", "lit"), "1");
  bench_.advance(Lamps::kWindow);
  EXPECT_EQ(brightness(), "100");
  light(false);
  EXPECT_EQ(bench_.value("led", "lit"), "0");
  bench_.advance(Lamps::kWindow);
  EXPECT_EQ(brightness(), "0");
}

TEST_F(LampsTest, PulsesAreAsBrightAsTheirDuty) {
  for (int i = 0; i < 100; ++i) {
    light(true);
    bench_.advance(microseconds(250));
    light(false);
    bench_.advance(microseconds(750));
  }
  EXPECT_EQ(brightness(), "25");
}

TEST_F(LampsTest, AFlashTooShortForAPercentIsSeenAllTheSame) {
  light(true);
  bench_.advance(microseconds(1));
  light(false);
  bench_.advance(Lamps::kWindow);
  EXPECT_EQ(brightness(), "1");
  bench_.advance(Lamps::kWindow);
  EXPECT_EQ(brightness(), "0") << "the next window was dark";
}

TEST_F(LampsTest, ClientsAreNotifiedAtOnceAndThenOnceAWindow) {
  bench_.part_news.clear();
  light(true);
  EXPECT_EQ(bench_.part_news.size(), 1U);
  for (int i = 0; i < 10'000; ++i) {
    light(i % 2 == 0);
    bench_.advance(microseconds(10));
  }
  EXPECT_EQ(bench_.part_news.size(), 1U + 5U) << "100 ms of pulses are five windows";
}

TEST_F(LampsTest, ALightThatStandsStillTakesNoTime) {
  light(true);
  bench_.advance(milliseconds(100));
  bench_.part_news.clear();
  EXPECT_EQ(bench_.bench().timers().next_due(), Time::max());
  bench_.advance(milliseconds(100));
  EXPECT_TRUE(bench_.part_news.empty());
}

}  // namespace
}  // namespace pinbridge::parts
