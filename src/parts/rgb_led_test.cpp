#include <array>

#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::PartBench;
using testing::problems_of;

PartBench rgb_led(std::map<std::string, std::string> attributes = {}) {
  return PartBench({{"rgb", "wokwi-rgb-led", std::move(attributes)}}, {});
}

TEST(RgbLed, WithItsAnodesInCommonLightsWhatIsLowWhileComIsHigh) {
  PartBench bench = rgb_led();
  bench.drive("rgb:R", strong(false));
  EXPECT_EQ(bench.value("rgb", "lit"), "off") << "COM floats";
  bench.drive("rgb:COM", strong(false));
  EXPECT_EQ(bench.value("rgb", "lit"), "off");
  bench.drive("rgb:COM", strong(true));
  EXPECT_EQ(bench.value("rgb", "lit"), "red");
  bench.drive("rgb:G", strong(true));
  bench.drive("rgb:B", strong(true));
  EXPECT_EQ(bench.value("rgb", "lit"), "red");
}

TEST(RgbLed, WithItsCathodesInCommonLightsWhatIsHighWhileComIsLow) {
  PartBench bench = rgb_led({{"common", "cathode"}});
  bench.drive("rgb:B", strong(true));
  bench.drive("rgb:R", strong(false));
  bench.drive("rgb:COM", strong(true));
  EXPECT_EQ(bench.value("rgb", "lit"), "off");
  bench.drive("rgb:COM", strong(false));
  EXPECT_EQ(bench.value("rgb", "lit"), "blue");
}

TEST(RgbLed, NamesTheColorThatItsLightsMakeTogether) {
  const std::array names{"off", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
  PartBench bench = rgb_led({{"common", "cathode"}});
  bench.drive("rgb:COM", supply(false));
  for (std::size_t i = 0; i < names.size(); ++i) {
    bench.drive("rgb:R", strong((i & 1U) != 0));
    bench.drive("rgb:G", strong((i & 2U) != 0));
    bench.drive("rgb:B", strong((i & 4U) != 0));
    EXPECT_EQ(bench.value("rgb", "lit"), names[i]);
  }
}

TEST(RgbLed, EachColorIsAsBrightAsItsDuty) {
  PartBench bench = rgb_led({{"common", "cathode"}});
  bench.drive("rgb:COM", supply(false));
  bench.drive("rgb:G", strong(true));
  for (int i = 0; i < 100; ++i) {
    bench.drive("rgb:R", strong(true));
    bench.advance(microseconds(200));
    bench.drive("rgb:R", strong(false));
    bench.advance(microseconds(800));
  }
  EXPECT_EQ(bench.value("rgb", "red"), "20");
  EXPECT_EQ(bench.value("rgb", "green"), "100");
  EXPECT_EQ(bench.value("rgb", "blue"), "0");
}

TEST(RgbLed, StaysLitWhenItIsPlacedAgain) {
  PartBench bench = rgb_led({{"common", "cathode"}});
  bench.drive("rgb:COM", supply(false));
  bench.drive("rgb:G", strong(true));
  bench.advance(milliseconds(100));
  bench.part_news.clear();
  bench.bench().part(PartId{0}).attach(PartHost(bench.bench(), PartId{0}));
  bench.bench().part(PartId{0}).settled();
  EXPECT_EQ(bench.value("rgb", "lit"), "green");
  EXPECT_EQ(bench.value("rgb", "green"), "100");
  EXPECT_TRUE(bench.part_news.empty());
}

TEST(RgbLed, ItsCommonEndIsNothingButAnodeOrCathode) {
  EXPECT_EQ(problems_of("wokwi-rgb-led", {{"common", "both"}}),
            std::vector<std::string>{"common: \"both\" is not one of \"anode\", \"cathode\""});
}

}  // namespace
}  // namespace pinbridge::parts
