#include <cmath>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::PartBench;

/// A buzzer with one end at ground, and how it sounds.
class BuzzerTest : public ::testing::Test {
 protected:
  /// A square wave on the pin; it ends low.
  void play(double frequency, Duration length, std::string_view pin = "bz:2", double duty = 0.5) {
    const auto period = nanoseconds(std::llround(1e9 / frequency));
    const auto high = nanoseconds(std::llround(1e9 / frequency * duty));
    for (Duration played{}; played < length; played += period) {
      bench_.drive(pin, strong(true));
      bench_.advance(high);
      bench_.drive(pin, strong(false));
      bench_.advance(period - high);
    }
  }
  std::string sounding() { return bench_.value("bz", "sounding"); }
  double frequency() { return std::stod(bench_.value("bz", "frequency")); }
  bool is_quiet() {
    return sounding() == "0" && frequency() == 0 &&
           bench_.bench().timers().next_due() == Time::max();
  }
  void ground(std::string_view pin) { bench_.drive(pin, supply(false)); }

  PartBench bench_{{{"bz", "wokwi-buzzer", {{"volume", "0.1"}}}}, {}};
};

TEST_F(BuzzerTest, MeasuresTonesWithinAPercent) {
  ground("bz:1");
  for (const double tone : {25.0, 262.0, 440.0, 1000.0, 4000.0, 15000.0}) {
    play(tone, milliseconds(200));
    EXPECT_EQ(sounding(), "1");
    EXPECT_NEAR(frequency(), tone, tone / 100);
  }
}

TEST_F(BuzzerTest, AnyDutyIsATone) {
  ground("bz:1");
  play(440, milliseconds(200), "bz:2", 0.1);
  EXPECT_NEAR(frequency(), 440, 4);
}

TEST_F(BuzzerTest, StartsWithinAWindowAndStopsWithinTwo) {
  ground("bz:1");
  play(440, milliseconds(55));
  EXPECT_EQ(sounding(), "1");
  play(440, milliseconds(200));
  bench_.advance(milliseconds(100));
  EXPECT_TRUE(is_quiet());
}

TEST_F(BuzzerTest, SteadyVoltageAndSingleEdgesAreSilent) {
  ground("bz:1");
  bench_.part_news.clear();
  bench_.drive("bz:2", strong(true));
  bench_.advance(seconds(1));
  EXPECT_TRUE(is_quiet()) << "a passive buzzer makes no sound of its own";
  bench_.drive("bz:2", strong(false));
  bench_.advance(seconds(1));
  EXPECT_TRUE(is_quiet());
  EXPECT_TRUE(bench_.part_news.empty());
}

TEST_F(BuzzerTest, ClicksBelow20HzAreNotATone) {
  ground("bz:1");
  play(10, seconds(1));
  EXPECT_EQ(sounding(), "0");
}

TEST_F(BuzzerTest, SoundsWithEitherPinAtGround) {
  ground("bz:2");
  play(440, milliseconds(200), "bz:1");
  EXPECT_NEAR(frequency(), 440, 4);
}

TEST_F(BuzzerTest, PinsDrivenInTurnGiveOneToneAndNotItsDouble) {
  for (int i = 0; i < 400; ++i) {
    bench_.drive("bz:1", strong(i % 2 == 0));
    bench_.advance(microseconds(50));
    bench_.drive("bz:2", strong(i % 2 == 1));
    bench_.advance(microseconds(950));
  }
  EXPECT_NEAR(frequency(), 500, 5);
}

TEST_F(BuzzerTest, IsSilentWhereAnEndFloats) {
  play(440, milliseconds(200));
  EXPECT_TRUE(is_quiet());
}

TEST_F(BuzzerTest, NotifiesOnceAWindowAtMostAndOfChangesOnly) {
  ground("bz:1");
  bench_.part_news.clear();
  play(4000, seconds(1));
  EXPECT_EQ(bench_.part_news.size(), 1U) << "it sounds";
  for (int tone = 1000; tone < 2000; tone += 10) play(tone, milliseconds(10));
  EXPECT_LE(bench_.part_news.size(), 1U + 22U) << "a second is twenty windows";
  bench_.advance(seconds(1));
  EXPECT_TRUE(is_quiet());
}

TEST_F(BuzzerTest, SoundsOnWhenItIsPlacedAgain) {
  ground("bz:1");
  play(440, milliseconds(200));
  bench_.bench().part(PartId{0}).attach(PartHost(bench_.bench(), PartId{0}));
  EXPECT_EQ(sounding(), "1");
  play(440, milliseconds(200));
  EXPECT_NEAR(frequency(), 440, 4);
}

}  // namespace
}  // namespace pinbridge::parts
