#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using testing::PartBench;

TEST(LedBarGraph, LightsEachBarByItsOwnTwoPins) {
  PartBench bench({{"bar", "wokwi-led-bar-graph", {{"color", "GYR"}}}}, {});
  bench.drive("bar:A1", strong(true));
  bench.drive("bar:C1", strong(false));
  bench.drive("bar:A10", strong(true));
  EXPECT_EQ(bench.value("bar", "lit"), "1,0,0,0,0,0,0,0,0,0") << "C10 floats";
  bench.drive("bar:C10", strong(false));
  EXPECT_EQ(bench.value("bar", "lit"), "1,0,0,0,0,0,0,0,0,1");
  bench.drive("bar:C2", strong(false));
  EXPECT_EQ(bench.value("bar", "lit"), "1,0,0,0,0,0,0,0,0,1") << "A2 floats";
}

TEST(LedBarGraph, ShowsHowBrightEachBarIs) {
  PartBench bench({{"bar", "wokwi-led-bar-graph", {}}, {"gnd", "wokwi-gnd", {}}},
                  {{"bar:C1", "gnd:GND"}, {"bar:C2", "gnd:GND"}});
  bench.drive("bar:A2", strong(true));
  for (int i = 0; i < 100; ++i) {
    bench.drive("bar:A1", strong(true));
    bench.advance(microseconds(400));
    bench.drive("bar:A1", strong(false));
    bench.advance(microseconds(600));
  }
  EXPECT_EQ(bench.value("bar", "brightness"), "40,100,0,0,0,0,0,0,0,0");
}

TEST(LedBarGraph, NotifiesOfBarsThatChangeAtOnceWhenAllHaveChanged) {
  PartBench bench({{"bar", "wokwi-led-bar-graph", {}}, {"vcc", "wokwi-vcc", {}}},
                  {{"bar:A1", "vcc:VCC"}, {"bar:A2", "vcc:VCC"}, {"bar:C1", "bar:C2"}});
  struct Listener : BenchListener {
    explicit Listener(PartBench& part_bench) : bench(part_bench) {}
    void part_changed(PartId, Time) override { told.push_back(bench.value("bar", "lit")); }
    PartBench& bench;
    std::vector<std::string> told;
  } listener(bench);
  bench.bench().changes().add(listener);
  bench.drive("bar:C1", strong(false));
  EXPECT_EQ(listener.told, std::vector<std::string>{"1,1,0,0,0,0,0,0,0,0"});
  bench.bench().changes().remove(listener);
}

}  // namespace
}  // namespace pinbridge::parts
