#include <algorithm>

#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::PartBench;

/// A button to ground with a pull-up, watched at the pull-up.
PartBench button(std::map<std::string, std::string> attributes, std::uint32_t seed = 1) {
  return PartBench({{"b", "wokwi-pushbutton", std::move(attributes)},
                    {"r", "wokwi-resistor", {}},
                    {"vcc", "wokwi-vcc", {}},
                    {"gnd", "wokwi-gnd", {}}},
                   {{"b:1.l", "r:1"}, {"r:2", "vcc:VCC"}, {"b:2.r", "gnd:GND"}}, seed);
}

std::vector<std::pair<Duration, Level>> press_and_settle(PartBench& bench) {
  bench.edges.clear();
  const Time start = bench.bench().now();
  EXPECT_TRUE(bench.control("b", "pressed", 1));
  bench.advance(milliseconds(1000));
  std::vector<std::pair<Duration, Level>> edges;
  edges.reserve(bench.edges.size());
  for (const PinChange& edge : bench.edges) edges.emplace_back(edge.time - start, edge.state.level);
  return edges;
}

TEST(Pushbutton, WithoutBounceGivesOneEdgeEachWay) {
  PartBench bench = button({{"bounce", "0"}});
  bench.watch("b:1.l");
  EXPECT_EQ(bench.level("b:1.r"), Level::high);
  EXPECT_TRUE(bench.control("b", "pressed", 1));
  EXPECT_EQ(bench.level("b:1.r"), Level::low);
  EXPECT_EQ(bench.value("b", "pressed"), "1");
  EXPECT_TRUE(bench.control("b", "pressed", 1));
  EXPECT_TRUE(bench.control("b", "pressed", 0));
  EXPECT_EQ(bench.edges.size(), 2U);
}

TEST(Pushbutton, BouncesTenToAHundredTimesWithinAMillisecondAndStays) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    PartBench bench = button({}, seed);
    bench.watch("b:1.l");
    const auto edges = press_and_settle(bench);
    EXPECT_GE(edges.size(), 10U);
    EXPECT_LE(edges.size(), 100U);
    EXPECT_EQ(edges.front(), (std::pair{Duration(0), Level::low}))
        << "the first contact is at once";
    EXPECT_EQ(edges.back().second, Level::low);
    EXPECT_LE(edges.back().first, milliseconds(1));
    for (std::size_t i = 1; i < edges.size(); ++i) EXPECT_NE(edges[i].second, edges[i - 1].second);
  }
}

TEST(Pushbutton, BouncesThreeFiveOrSevenTimesWithinItsLongestTime) {
  std::vector<std::size_t> counts;
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    PartBench bench = button({{"bounce-ms", "300"}}, seed);
    bench.watch("b:1.l");
    const auto edges = press_and_settle(bench);
    counts.push_back(edges.size());
    EXPECT_LE(edges.back().first, milliseconds(300));
  }
  std::sort(counts.begin(), counts.end());
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  EXPECT_EQ(counts, (std::vector<std::size_t>{3, 5, 7}));
}

TEST(Pushbutton, TheSameSeedRepeatsAndAnotherDoesNot) {
  const auto run = [](std::uint32_t seed) {
    PartBench bench = button({}, seed);
    bench.watch("b:1.l");
    return press_and_settle(bench);
  };
  EXPECT_EQ(run(5), run(5));
  EXPECT_NE(run(5), run(6));
}

TEST(Pushbutton, ReleasedWhileItStillBouncesEndsReleased) {
  PartBench bench = button({});
  EXPECT_TRUE(bench.control("b", "pressed", 1));
  bench.advance(microseconds(200));
  EXPECT_TRUE(bench.control("b", "pressed", 0));
  bench.advance(milliseconds(5));
  EXPECT_EQ(bench.level("b:1.l"), Level::high);
}

TEST(Pushbutton, StaysPressedWhenTheBoardIsEdited) {
  PartBench bench = button({});
  EXPECT_TRUE(bench.control("b", "pressed", 1));
  bench.advance(microseconds(200));
  testing::rewire_as_it_is(bench.bench());
  bench.watch("b:1.l");
  bench.advance(milliseconds(5));
  EXPECT_EQ(bench.level("b:1.l"), Level::low);
  EXPECT_EQ(bench.value("b", "pressed"), "1");
  EXPECT_TRUE(bench.edges.empty()) << "it does not go on bouncing";
}

TEST(Pushbutton, OfSixMillimetresHasTheSamePinsControlAndBounce) {
  PartBench bench({{"b", "wokwi-pushbutton-6mm", {{"bounce-ms", "20"}, {"key", "q"}}},
                   {"r", "wokwi-resistor", {}},
                   {"vcc", "wokwi-vcc", {}},
                   {"gnd", "wokwi-gnd", {}}},
                  {{"b:1.r", "r:1"}, {"r:2", "vcc:VCC"}, {"b:2.l", "gnd:GND"}});
  bench.watch("b:1.l");
  EXPECT_EQ(bench.level("b:2.r"), Level::low);
  EXPECT_EQ(press_and_settle(bench).back().second, Level::low);
  EXPECT_GE(bench.edges.size(), 3U);
}

TEST(Pushbutton, RefusesWhatIsNeitherPressedNorReleased) {
  PartBench bench = button({});
  const auto value = bench.control("b", "pressed", 2);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message, "b: pressed must be 0 or 1, not \"2\"");
  const auto name = bench.control("b", "value", 1);
  ASSERT_FALSE(name);
  EXPECT_EQ(name.error().message, "b: it has no control \"value\"; it has: pressed");
}

}  // namespace
}  // namespace pinbridge::parts
