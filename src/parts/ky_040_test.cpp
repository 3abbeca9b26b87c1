#include <gmock/gmock.h>

#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::PartBench;

/// An encoder on ground whose VCC is not wired, with a pull-up at SW.
class Ky040Test : public ::testing::Test {
 protected:
  Ky040Test() {
    for (const char* pin : {"enc:CLK", "enc:DT", "enc:SW"}) bench_.watch(pin);
  }

  Result<void> rotate(const ControlValue& detents) {
    return bench_.control("enc", "rotate", detents);
  }
  std::string position() { return bench_.value("enc", "position"); }

  /// "CLK 0 +2": a pin, its level, and how many milliseconds after the edge before.
  std::vector<std::string> take_edges() {
    std::vector<std::string> edges;
    for (const PinChange& edge : bench_.edges) {
      edges.push_back(
          fmt::format("{} {} +{}", bench_.bench().pins().name(edge.pin).substr(4),
                      edge.state.level == Level::high ? 1 : 0,
                      std::chrono::duration_cast<milliseconds>(edge.time - last_edge_).count()));
      last_edge_ = edge.time;
    }
    bench_.edges.clear();
    return edges;
  }

  PartBench bench_{{{"enc", "wokwi-ky-040", {{"bounce-ms", "5"}}},
                    {"r", "wokwi-resistor", {}},
                    {"vcc", "wokwi-vcc", {}},
                    {"gnd", "wokwi-gnd", {}}},
                   {{"enc:GND", "gnd:GND"}, {"enc:SW", "r:1"}, {"r:2", "vcc:VCC"}}};
  Time last_edge_{};
};

TEST_F(Ky040Test, RestsHighByItsOwnPullUps) {
  EXPECT_EQ(bench_.level("enc:CLK"), Level::high);
  EXPECT_EQ(bench_.level("enc:DT"), Level::high);
  bench_.drive("enc:DT", strong(false));
  EXPECT_EQ(bench_.level("enc:DT"), Level::low) << "a pull, and no more";
}

TEST_F(Ky040Test, ADetentClockwiseIsFourEdgesWithClkFirst) {
  EXPECT_TRUE(rotate(1));
  bench_.advance(milliseconds(100));
  EXPECT_THAT(take_edges(), ElementsAre("CLK 0 +0", "DT 0 +2", "CLK 1 +2", "DT 1 +2"));
  EXPECT_EQ(position(), "1");
}

TEST_F(Ky040Test, ADetentCounterclockwiseHasDtFirst) {
  EXPECT_TRUE(rotate(-1));
  bench_.advance(milliseconds(100));
  EXPECT_THAT(take_edges(), ElementsAre("DT 0 +0", "CLK 0 +2", "DT 1 +2", "CLK 1 +2"));
  EXPECT_EQ(position(), "-1");
}

TEST_F(Ky040Test, DetentsFollowEachOtherAfterARest) {
  EXPECT_TRUE(rotate(2));
  bench_.advance(milliseconds(100));
  EXPECT_THAT(take_edges(), ElementsAre("CLK 0 +0", "DT 0 +2", "CLK 1 +2", "DT 1 +2",  //
                                        "CLK 0 +2", "DT 0 +2", "CLK 1 +2", "DT 1 +2"));
}

TEST(Ky040, ADetentTakesAsLongAsItsAttributeSays) {
  PartBench bench({{"enc", "wokwi-ky-040", {{"detent-ms", "40"}}}, {"gnd", "wokwi-gnd", {}}},
                  {{"enc:GND", "gnd:GND"}});
  EXPECT_TRUE(bench.control("enc", "rotate", ControlValue(1)));
  bench.advance(milliseconds(29));
  EXPECT_EQ(bench.value("enc", "position"), "0");
  bench.advance(milliseconds(1));
  EXPECT_EQ(bench.value("enc", "position"), "1");
  EXPECT_THAT(testing::problems_of("wokwi-ky-040", {{"detent-ms", "0"}}), ::testing::SizeIs(1));
}

TEST_F(Ky040Test, ATurnWaitsForWhatStillTurns) {
  EXPECT_TRUE(rotate(1));
  bench_.advance(milliseconds(3));
  EXPECT_TRUE(rotate(-1));
  bench_.advance(milliseconds(100));
  EXPECT_THAT(take_edges(), ElementsAre("CLK 0 +0", "DT 0 +2", "CLK 1 +2", "DT 1 +2",  //
                                        "DT 0 +2", "CLK 0 +2", "DT 1 +2", "CLK 1 +2"));
  EXPECT_EQ(position(), "0");
}

TEST_F(Ky040Test, PositionCountsDetentsThatAreComplete) {
  EXPECT_TRUE(rotate(3));
  EXPECT_EQ(bench_.value("enc", "rotate"), "3");
  bench_.part_news.clear();
  bench_.advance(milliseconds(5));
  EXPECT_EQ(position(), "0");
  bench_.advance(milliseconds(1));
  EXPECT_EQ(position(), "1");
  EXPECT_EQ(bench_.value("enc", "rotate"), "2") << "what is still to come";
  EXPECT_THAT(bench_.part_news, ElementsAre("enc"));
  bench_.advance(milliseconds(16));
  EXPECT_EQ(position(), "3");
  EXPECT_EQ(bench_.value("enc", "rotate"), "0");
}

TEST_F(Ky040Test, StandsStillAfterwards) {
  EXPECT_TRUE(rotate(5));
  bench_.advance(milliseconds(5 * 8));
  EXPECT_EQ(bench_.bench().timers().next_due(), Time::max()) << "nothing is left to run";
}

TEST_F(Ky040Test, TurnsOnWhenTheBoardIsEdited) {
  EXPECT_TRUE(rotate(1));
  bench_.advance(milliseconds(3));
  testing::rewire_as_it_is(bench_.bench());
  EXPECT_EQ(bench_.level("enc:CLK"), Level::low);
  EXPECT_EQ(bench_.level("enc:DT"), Level::low);
  bench_.advance(milliseconds(100));
  EXPECT_THAT(take_edges(), ElementsAre("CLK 0 +0", "DT 0 +2", "CLK 1 +2", "DT 1 +2"));
  EXPECT_EQ(position(), "1");
}

TEST_F(Ky040Test, TheButtonJoinsSwToGroundAndBounces) {
  EXPECT_TRUE(bench_.control("enc", "pressed", 1));
  EXPECT_EQ(bench_.level("enc:SW"), Level::low);
  bench_.advance(milliseconds(5));
  EXPECT_GE(bench_.edges.size(), 3U);
  EXPECT_EQ(bench_.level("enc:SW"), Level::low);
  EXPECT_TRUE(bench_.control("enc", "pressed", 0));
  bench_.advance(milliseconds(5));
  EXPECT_EQ(bench_.level("enc:SW"), Level::high);
}

TEST_F(Ky040Test, RefusesAnInvalidTurn) {
  const std::string range =
      "enc: rotate must be a number of detents from -1000 to 1000, clockwise if positive, not ";
  EXPECT_EQ(rotate(1001).error().message, range + "\"1001\"");
  EXPECT_EQ(rotate(-1001).error().message, range + "\"-1001\"");
  EXPECT_EQ(rotate("left").error().message, range + "\"left\"");
  EXPECT_EQ(bench_.control("enc", "pressed", 2).error().message,
            "enc: pressed must be 0 or 1, not \"2\"");
  EXPECT_EQ(bench_.control("enc", "turn", 1).error().message,
            "enc: it has no control \"turn\"; it has: rotate, pressed");
  bench_.advance(milliseconds(100));
  EXPECT_THAT(take_edges(), IsEmpty());
}

TEST_F(Ky040Test, RefusesMoreThanAThousandDetentsInWaiting) {
  EXPECT_TRUE(rotate(1000));
  EXPECT_TRUE(rotate(-1)) << "one of the thousand turns already";
  const auto refused = rotate(-1);
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
  EXPECT_EQ(refused.error().message,
            "enc: rotate accepts only 0 more detents: 1000 are still waiting");
  bench_.advance(milliseconds(1001 * 8));
  EXPECT_EQ(position(), "999");
}

TEST(Ky040, WithoutGroundNothingFalls) {
  PartBench bench({{"enc", "wokwi-ky-040", {}}}, {});
  bench.watch("enc:CLK");
  EXPECT_TRUE(bench.control("enc", "rotate", 1));
  bench.advance(milliseconds(100));
  EXPECT_THAT(bench.edges, IsEmpty());
}

}  // namespace
}  // namespace pinbridge::parts
