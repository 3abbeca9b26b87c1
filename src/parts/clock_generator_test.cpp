#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::PartBench;
using testing::problems_of;

/// A generator whose edges are watched.
class Generator : public PartBench {
 public:
  using Attributes = std::map<std::string, std::string>;

  /// Of this frequency, "" for none given.
  explicit Generator(const std::string& frequency)
      : PartBench({{"clock", "wokwi-clock-generator",
                    frequency.empty() ? Attributes{} : Attributes{{"frequency", frequency}}}},
                  {}) {
    watch("clock:CLK");
  }
};

TEST(ClockGenerator, IsLowForHalfAPeriodAndThenHighForTheOther) {
  Generator bench("1");
  EXPECT_EQ(bench.level("clock:CLK"), Level::low);
  bench.advance(milliseconds(2000));
  ASSERT_EQ(bench.edges.size(), 4U);
  const Time start{};
  EXPECT_EQ(bench.edges[0].time, start + milliseconds(500));
  EXPECT_EQ(bench.edges[0].state.level, Level::high);
  EXPECT_EQ(bench.edges[1].time, start + milliseconds(1000));
  EXPECT_EQ(bench.edges[1].state.level, Level::low);
}

TEST(ClockGenerator, RunsAtTenKilohertzByDefault) {
  Generator bench("");
  bench.advance(seconds(1));
  EXPECT_EQ(bench.edges.size(), 20'000U);
}

TEST(ClockGenerator, TakesFrequenciesAsWokwiWritesThem) {
  for (const auto& [text, hz] : {std::pair{"250", 250U}, {"0.1m", 100'000U}, {"1.5k", 1500U}}) {
    Generator bench(text);
    bench.advance(milliseconds(100));
    EXPECT_EQ(bench.edges.size(), 2 * hz / 10) << text;
  }
}

TEST(ClockGenerator, DoesNotDriftWithAPeriodOfAFractionOfANanosecond) {
  Generator bench("7");
  bench.advance(hours(1));
  ASSERT_EQ(bench.edges.size(), 3600U * 7 * 2);
  EXPECT_EQ(bench.edges.back().time, Time{} + hours(1));
  EXPECT_EQ(bench.edges[0].time, Time{} + nanoseconds(71'428'571));
}

TEST(ClockGenerator, IsOneTimerAndNoMore) {
  Generator bench("100k");
  bench.advance(milliseconds(1));
  EXPECT_EQ(bench.bench().timers().next_due(), bench.bench().now() + microseconds(5));
}

TEST(ClockGenerator, PlacedAgainKeepsItsPhase) {
  Generator bench("1k");
  bench.advance(microseconds(700));
  bench.attach_again("clock");
  EXPECT_EQ(bench.level("clock:CLK"), Level::high);
  bench.advance(microseconds(800));
  ASSERT_EQ(bench.edges.size(), 3U);
  EXPECT_EQ(bench.edges[1].time, Time{} + microseconds(1000));
  EXPECT_EQ(bench.edges[2].time, Time{} + microseconds(1500));
}

TEST(ClockGenerator, SkipsThePulsesOfSkippedTimeAndKeepsItsPhase) {
  Generator bench("1k");
  bench.advance(microseconds(600));
  bench.bench().fall_behind(Time{} + microseconds(10'200));
  bench.edges.clear();
  bench.advance(microseconds(900));
  ASSERT_EQ(bench.edges.size(), 3U);
  EXPECT_EQ(bench.edges[0].time, Time{} + microseconds(10'200)) << "the one that was due, late";
  EXPECT_EQ(bench.edges[0].state.level, Level::low);
  EXPECT_EQ(bench.edges[1].time, Time{} + microseconds(10'500));
  EXPECT_EQ(bench.edges[1].state.level, Level::high);
  EXPECT_EQ(bench.edges[2].time, Time{} + microseconds(11'000));
}

TEST(ClockGenerator, AfterSkippingAnOddNumberOfEdgesItMakesOne) {
  Generator bench("1k");
  bench.bench().fall_behind(Time{} + microseconds(10'200));
  bench.advance(microseconds(400));
  ASSERT_EQ(bench.edges.size(), 3U);
  EXPECT_EQ(bench.edges[0].state.level, Level::high);
  EXPECT_EQ(bench.edges[1].state.level, Level::low);
  EXPECT_EQ(bench.edges[1].time, Time{} + microseconds(10'200));
  EXPECT_EQ(bench.edges[2].time, Time{} + microseconds(10'500));
}

TEST(ClockGenerator, RefusesAnInvalidFrequency) {
  for (const char* wrong : {"0", "fast"}) {
    const std::vector<std::string> said{fmt::format(
        "frequency: \"{}\" is not a frequency from 0.001 to 1000000000 Hz, such as \"500\" or "
        "\"1.5k\"",
        wrong)};
    EXPECT_EQ(problems_of("wokwi-clock-generator", {{"frequency", wrong}}), said);
  }
}

TEST(ClockGenerator, WarnsOfAFrequencyAboveItsLimitAndRunsAtTheLimit) {
  const std::vector<std::string> said{
      "frequency: the bench follows clocks up to 100000 Hz: it runs at that"};
  EXPECT_EQ(problems_of("wokwi-clock-generator", {{"frequency", "1.3m"}}), said);
  Attributes attributes(std::map<std::string, std::string>{{"frequency", "1.3m"}});
  Catalog catalog;
  add_parts(catalog);
  catalog.find("wokwi-clock-generator")->make(attributes);
  EXPECT_TRUE(attributes.problems().at(0).harmless);
}

}  // namespace
}  // namespace pinbridge::parts
