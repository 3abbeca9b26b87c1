#include <gmock/gmock.h>

#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using ::testing::ElementsAre;
using testing::PartBench;

std::string label(PartBench& bench, std::string_view pin) {
  const auto [part, index] =
      testing::place_of(bench.bench(), bench.bench().pins().find(pin).value());
  return bench.bench().part(part).pin_label(index);
}

TEST(LogicAnalyzer, ItsPinsHaveTheNamesOfTheirChannels) {
  PartBench bench({{"la", "wokwi-logic-analyzer", {{"channelNames", "clk,,data"}}}}, {});
  EXPECT_EQ(label(bench, "la:D0"), "clk");
  EXPECT_EQ(label(bench, "la:D1"), "");
  EXPECT_EQ(label(bench, "la:D2"), "data");
  EXPECT_EQ(label(bench, "la:D7"), "");
  EXPECT_EQ(label(bench, "la:GND"), "");
}

TEST(LogicAnalyzer, HasNoNamesWhereTheFileHasNone) {
  PartBench bench({{"la", "wokwi-logic-analyzer", {{"triggerMode", "edge"}}}}, {});
  EXPECT_EQ(label(bench, "la:D0"), "");
}

TEST(LogicAnalyzer, DoesNothingToWhatItMeasures) {
  PartBench bench({{"la", "wokwi-logic-analyzer", {}}}, {});
  EXPECT_EQ(bench.level("la:D3"), Level::highz);
  bench.drive("la:D3", pull(true));
  EXPECT_EQ(bench.level("la:D3"), Level::high);
}

TEST(LogicAnalyzer, TakesNoMoreNamesThanItHasChannels) {
  EXPECT_THAT(testing::problems_of("wokwi-logic-analyzer", {{"channelNames", "a,b,c,d,e,f,g,h,i"}}),
              ElementsAre("channelNames: it has 9 names, and there are 8 channels"));
}

}  // namespace
}  // namespace pinbridge::parts
