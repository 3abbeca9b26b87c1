#include <gmock/gmock.h>

#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using testing::PartBench;
using testing::problems_of;

/// All pins b at ground.
PartBench dip_switch(std::map<std::string, std::string> attributes) {
  std::vector<PartBench::Connection> connections;
  for (int i = 1; i <= 8; ++i) connections.emplace_back(fmt::format("sw:{}b", i), "gnd:GND");
  return {{{"sw", "wokwi-dip-switch-8", std::move(attributes)}, {"gnd", "wokwi-gnd", {}}},
          connections};
}

/// One letter a switch: 1 where its pin a is at ground.
std::string joined(PartBench& bench) {
  std::string all;
  for (int i = 1; i <= 8; ++i) {
    all += bench.level(fmt::format("sw:{}a", i)) == Level::low ? '1' : '0';
  }
  return all;
}

TEST(DipSwitch, EachControlJoinsItsOwnPins) {
  PartBench bench = dip_switch({{"bounce", "0"}});
  EXPECT_EQ(joined(bench), "00000000");
  EXPECT_TRUE(bench.control("sw", "1", 1));
  EXPECT_TRUE(bench.control("sw", "8", 1));
  EXPECT_EQ(joined(bench), "10000001");
  EXPECT_TRUE(bench.control("sw", "1", 0));
  EXPECT_EQ(joined(bench), "00000001");
  EXPECT_EQ(bench.value("sw", "8"), "1");
}

TEST(DipSwitch, StandsAtFirstWhereTheFileSays) {
  PartBench texts = dip_switch({{"values", R"(["1","0","0","1","0","0","0","0"])"}});
  EXPECT_EQ(joined(texts), "10010000");
  PartBench numbers = dip_switch({{"values", "[0,0,0,0,0,0,0,1]"}});
  EXPECT_EQ(joined(numbers), "00000001");
}

TEST(DipSwitch, SwitchesBounceAndNotAlike) {
  PartBench bench = dip_switch({});
  bench.watch("sw:1a");
  bench.watch("sw:2a");
  EXPECT_TRUE(bench.control("sw", "1", 1));
  EXPECT_TRUE(bench.control("sw", "2", 1));
  bench.advance(milliseconds(5));
  std::vector<Time> first;
  std::vector<Time> second;
  for (const PinChange& edge : bench.edges) {
    (bench.bench().pins().name(edge.pin) == "sw:1a" ? first : second).push_back(edge.time);
  }
  EXPECT_GE(first.size(), 10U);
  EXPECT_GE(second.size(), 10U);
  EXPECT_NE(first, second);
  EXPECT_EQ(joined(bench), "11000000");
}

TEST(DipSwitch, StaysAsItIsWhenTheBoardIsEdited) {
  PartBench bench = dip_switch({});
  EXPECT_TRUE(bench.control("sw", "3", 1));
  testing::rewire_as_it_is(bench.bench());
  bench.advance(milliseconds(5));
  EXPECT_EQ(joined(bench), "00100000");
}

TEST(DipSwitch, RefusesOtherPositionsAndSwitches) {
  PartBench bench = dip_switch({});
  EXPECT_EQ(bench.control("sw", "1", "on").error().message, "sw: 1 must be 0 or 1, not \"on\"");
  EXPECT_EQ(bench.control("sw", "9", 1).error().message,
            "sw: it has no control \"9\"; it has: 1, 2, 3, 4, 5, 6, 7, 8");
}

TEST(DipSwitch, ReportsInvalidValues) {
  const auto values = [](const char* text) {
    return problems_of("wokwi-dip-switch-8", {{"values", text}});
  };
  EXPECT_THAT(values("[1]"), ElementsAre("values: it has 1 values and takes 8, one a switch"));
  EXPECT_THAT(values("[0,0,0,0,0,0,0,2]"),
              ElementsAre("values: a value must be 0 or 1, not \"2\""));
  EXPECT_THAT(values("10010000"),
              ElementsAre("values: \"10010000\" is not a list of texts, such as [\"1\", \"2\"]"));
}

}  // namespace
}  // namespace pinbridge::parts
