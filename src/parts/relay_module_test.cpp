#include <gmock/gmock.h>

#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::PartBench;

/// A relay whose NC is high and NO low, so COM shows which contact is closed. IN is driven by hand.
class RelayModuleTest : public ::testing::Test {
 protected:
  RelayModuleTest() { open({{"bounce", "0"}}); }

  void open(std::map<std::string, std::string> attributes) {
    bench_ = std::make_unique<PartBench>(
        std::vector<PartBench::Item>{{"k", "wokwi-relay-module", std::move(attributes)},
                                     {"vcc", "wokwi-vcc", {}},
                                     {"gnd", "wokwi-gnd", {}}},
        std::vector<PartBench::Connection>{{"k:NC", "vcc:VCC"}, {"k:NO", "gnd:GND"}});
    bench_->watch("k:COM");
  }

  PartBench& bench() { return *bench_; }
  void in(Drive drive) { bench().drive("k:IN", drive); }
  Level com() { return bench().level("k:COM"); }
  std::string on() { return bench().value("k", "on"); }

  /// "highz 7.0": what COM was at, and when, in ms since `since`.
  std::vector<std::string> edges(Time since = {}) {
    std::vector<std::string> all;
    for (const PinChange& edge : bench().edges) {
      const std::chrono::duration<double, std::milli> ms = edge.time - since;
      all.push_back(fmt::format("{} {:.1f}", to_string(edge.state.level), ms.count()));
    }
    bench().edges.clear();
    return all;
  }

 private:
  std::unique_ptr<PartBench> bench_;
};

TEST_F(RelayModuleTest, RestsAtNcWithInUnwired) {
  bench().advance(milliseconds(100));
  EXPECT_EQ(com(), Level::high);
  EXPECT_EQ(on(), "0");
  EXPECT_THAT(edges(), IsEmpty());
}

TEST_F(RelayModuleTest, OperatesAndReleasesInItsTimeAndBreaksBeforeItMakes) {
  in(strong(true));
  EXPECT_EQ(on(), "1") << "the lamp is at once";
  bench().advance(milliseconds(100));
  EXPECT_THAT(edges(), ElementsAre("highz 7.0", "low 8.0"));
  const Time released = bench().bench().now();
  in(strong(false));
  EXPECT_EQ(on(), "0");
  bench().advance(milliseconds(100));
  EXPECT_THAT(edges(released), ElementsAre("highz 3.0", "high 4.0"));
}

TEST_F(RelayModuleTest, APulseTooShortForTheArmatureDoesNothing) {
  in(strong(true));
  bench().advance(milliseconds(6));
  in(strong(false));
  bench().advance(milliseconds(100));
  EXPECT_THAT(edges(), IsEmpty());
}

TEST_F(RelayModuleTest, TurnsRoundBetweenItsContacts) {
  in(strong(true));
  bench().advance(microseconds(7500));
  in(strong(false));
  bench().advance(milliseconds(100));
  EXPECT_THAT(edges(), ElementsAre("highz 7.0", "high 8.5"));
}

TEST_F(RelayModuleTest, IsActiveLowWithAPnpTransistor) {
  open({{"transistor", "pnp"}, {"bounce", "0"}});
  EXPECT_EQ(on(), "0") << "unwired is off here, too";
  in(pull(false));
  EXPECT_EQ(on(), "1");
  in(strong(true));
  EXPECT_EQ(on(), "0");
}

TEST_F(RelayModuleTest, AnInputThatFloatsOrIsInConflictIsOff) {
  in(strong(true));
  EXPECT_EQ(on(), "1");
  in(kNoDrive);
  EXPECT_EQ(on(), "0");
  PartBench fight({{"k", "wokwi-relay-module", {}}, {"other", "wokwi-junction", {}}},
                  {{"k:IN", "other:J"}});
  fight.drive("k:IN", strong(true));
  EXPECT_EQ(fight.value("k", "on"), "1");
  fight.drive("other:J", strong(false));
  EXPECT_EQ(fight.value("k", "on"), "0");
}

TEST_F(RelayModuleTest, IsOffWhileItsSupplyIsTurnedOff) {
  in(strong(true));
  EXPECT_EQ(on(), "1") << "a supply that is not wired counts as there";
  bench().drive("k:VCC", strong(false));
  EXPECT_EQ(on(), "0");
  bench().drive("k:VCC", strong(true));
  EXPECT_EQ(on(), "1");
  bench().drive("k:GND", strong(true));
  EXPECT_EQ(on(), "0");
  bench().drive("k:GND", strong(false));
  EXPECT_EQ(on(), "1");
  bench().advance(milliseconds(8));
  EXPECT_EQ(com(), Level::low);
}

TEST_F(RelayModuleTest, WhatClosesBouncesAndWhatOpensDoesNot) {
  open({{"bounce-ms", "2"}});
  in(strong(true));
  bench().advance(milliseconds(20));
  EXPECT_EQ(com(), Level::low);
  ASSERT_GE(bench().edges.size(), 4U);
  for (const PinChange& edge : bench().edges) EXPECT_NE(edge.state.level, Level::high);
}

TEST_F(RelayModuleTest, StaysOperatedWhenTheBoardIsEdited) {
  in(strong(true));
  bench().advance(milliseconds(20));
  edges();
  testing::rewire_as_it_is(bench().bench());
  bench().advance(milliseconds(20));
  EXPECT_THAT(edges(), IsEmpty());
  EXPECT_EQ(com(), Level::low);
  EXPECT_EQ(on(), "1");
}

TEST_F(RelayModuleTest, CompletesItsMoveWhenTheBoardIsEdited) {
  in(strong(true));
  bench().advance(microseconds(7500));
  testing::rewire_as_it_is(bench().bench());
  bench().advance(milliseconds(20));
  EXPECT_THAT(edges(), ElementsAre("highz 7.0", "low 8.0"));
}

TEST(RelayModule, ReportsAnInvalidTransistor) {
  EXPECT_THAT(testing::problems_of("wokwi-relay-module", {{"transistor", "mosfet"}}),
              ElementsAre("transistor: \"mosfet\" is not one of \"npn\", \"pnp\""));
}

}  // namespace
}  // namespace pinbridge::parts
