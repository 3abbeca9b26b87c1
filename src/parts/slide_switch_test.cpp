#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;
using testing::PartBench;

PartBench slide_switch(std::map<std::string, std::string> attributes) {
  return PartBench({{"sw", "wokwi-slide-switch", std::move(attributes)},
                    {"vcc", "wokwi-vcc", {}},
                    {"gnd", "wokwi-gnd", {}}},
                   {{"sw:1", "gnd:GND"}, {"sw:3", "vcc:VCC"}});
}

TEST(SlideSwitch, HasTheValueOfTheFileFromTheStart) {
  EXPECT_EQ(slide_switch({}).level("sw:2"), Level::low);
  EXPECT_EQ(slide_switch({{"value", "1"}}).level("sw:2"), Level::high);
  EXPECT_EQ(slide_switch({{"value", ""}}).level("sw:2"), Level::low);
}

TEST(SlideSwitch, WithoutBounceGivesOneEdge) {
  PartBench bench = slide_switch({{"bounce", "0"}});
  bench.watch("sw:2");
  EXPECT_TRUE(bench.control("sw", "value", 1));
  ASSERT_EQ(bench.edges.size(), 1U);
  EXPECT_EQ(bench.edges[0].state.level, Level::high);
  EXPECT_EQ(bench.value("sw", "value"), "1");
}

TEST(SlideSwitch, BreaksBeforeItMakesAndNeverJoinsItsEnds) {
  PartBench bench = slide_switch({{"bounce-ms", "20"}});
  bench.watch("sw:2");
  bench.watch("gnd:GND");
  EXPECT_TRUE(bench.control("sw", "value", 1));
  bench.advance(milliseconds(50));
  ASSERT_GE(bench.edges.size(), 3U);
  for (const PinChange& edge : bench.edges) {
    EXPECT_TRUE(edge.state.level == Level::high || edge.state.level == Level::highz);
  }
  EXPECT_EQ(bench.level("sw:2"), Level::high);
}

TEST(SlideSwitch, SlidBackWhileItBouncesStaysBack) {
  PartBench bench = slide_switch({{"bounce-ms", "20"}});
  EXPECT_TRUE(bench.control("sw", "value", 1));
  bench.advance(milliseconds(1));
  EXPECT_TRUE(bench.control("sw", "value", 0));
  bench.advance(milliseconds(100));
  EXPECT_EQ(bench.level("sw:2"), Level::low);
}

}  // namespace
}  // namespace pinbridge::parts
