#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;
using testing::PartBench;

/// A level that is driven on a pin or seen there: 0, 1, or x for a floating pin.
Drive drive_of(char symbol) {
  return symbol == 'x' ? kNoDrive : strong(symbol == '1');
}
char symbol_of(Level level) {
  return level == Level::highz ? 'x' : level == Level::high ? '1' : '0';
}

/// The outputs of a gate alone, for each of these states of its inputs.
std::string outputs(const std::string& type, const std::vector<std::string>& pins,
                    const std::vector<std::string>& states) {
  PartBench bench({{"g", type, {}}}, {});
  bench.advance(Duration::zero());
  std::string all;
  for (const std::string& state : states) {
    for (std::size_t i = 0; i < pins.size(); ++i) {
      bench.drive("g:" + pins[i], drive_of(state[i]));
    }
    all += symbol_of(bench.level("g:OUT"));
  }
  return all;
}

TEST(Gates, FollowTheirTruthTables) {
  const auto of_two = [](const std::string& type) {
    return outputs(type, {"A", "B"}, {"00", "01", "10", "11"});
  };
  EXPECT_EQ(of_two("wokwi-gate-and-2"), "0001");
  EXPECT_EQ(of_two("wokwi-gate-nand-2"), "1110");
  EXPECT_EQ(of_two("wokwi-gate-or-2"), "0111");
  EXPECT_EQ(of_two("wokwi-gate-nor-2"), "1000");
  EXPECT_EQ(of_two("wokwi-gate-xor-2"), "0110");
  EXPECT_EQ(of_two("wokwi-gate-xnor-2"), "1001");
  EXPECT_EQ(outputs("wokwi-gate-not", {"IN"}, {"0", "1"}), "10");
  EXPECT_EQ(outputs("wokwi-gate-buffer", {"IN"}, {"0", "1"}), "01");
}

TEST(Gates, AMultiplexerPassesAWhileSelIsLowAndElseB) {
  const auto mux = [](const std::vector<std::string>& states) {
    return outputs("wokwi-mux-2", {"SEL", "A", "B"}, states);
  };
  EXPECT_EQ(mux({"000", "001", "010", "011"}), "0011");
  EXPECT_EQ(mux({"100", "101", "110", "111"}), "0101");
  EXPECT_EQ(mux({"x11", "x00"}), "10") << "both inputs have the same level";
  EXPECT_EQ(mux({"x10", "x01"}), "10") << "an open SEL reads low";
}

TEST(Gates, AnUnknownInputMakesNoDifferenceWhereTheOtherDecidesAndElseReadsLow) {
  const std::vector<std::string> states = {"0x", "x0", "1x", "x1", "xx"};
  EXPECT_EQ(outputs("wokwi-gate-and-2", {"A", "B"}, states), "00000");
  EXPECT_EQ(outputs("wokwi-gate-nand-2", {"A", "B"}, states), "11111");
  EXPECT_EQ(outputs("wokwi-gate-or-2", {"A", "B"}, states), "00110");
  EXPECT_EQ(outputs("wokwi-gate-nor-2", {"A", "B"}, states), "11001");
  EXPECT_EQ(outputs("wokwi-gate-xor-2", {"A", "B"}, states), "00110");
  EXPECT_EQ(outputs("wokwi-gate-not", {"IN"}, {"x"}), "1");
}

TEST(Gates, AConflictAtAnInputIsUnknownToo) {
  PartBench bench({{"g", "wokwi-gate-not", {}}, {"other", "wokwi-gate-not", {}}},
                  {{"other:OUT", "g:IN"}});
  bench.advance(Duration::zero());
  bench.drive("other:IN", strong(false));
  EXPECT_EQ(bench.level("g:OUT"), Level::low);
  bench.drive("g:IN", strong(false));
  EXPECT_EQ(bench.level("g:IN"), Level::conflict);
  EXPECT_EQ(bench.level("g:OUT"), Level::high);
}

TEST(Gates, ANewOneDrivesNothingForAMomentUnlessItsInputsDecide) {
  PartBench bench(
      {{"open", "wokwi-gate-not", {}}, {"fed", "wokwi-gate-not", {}}, {"gnd", "wokwi-gnd", {}}},
      {{"fed:IN", "gnd:GND"}});
  EXPECT_EQ(bench.level("fed:OUT"), Level::high);
  EXPECT_EQ(bench.level("open:OUT"), Level::highz);
  bench.advance(Duration::zero());
  EXPECT_EQ(bench.level("open:OUT"), Level::high);
}

TEST(Gates, AClockThatGatesHoldHighDoesNotRiseWhenTheBoardComesToBe) {
  PartBench bench({{"vcc", "wokwi-vcc", {}},
                   {"not1", "wokwi-gate-not", {}},
                   {"not2", "wokwi-gate-not", {}},
                   {"and", "wokwi-gate-and-2", {}},
                   {"flop", "wokwi-flip-flop-d", {}}},
                  {{"vcc:VCC", "flop:D"},
                   {"vcc:VCC", "not1:IN"},
                   {"not1:OUT", "not2:IN"},
                   {"not2:OUT", "and:A"},
                   {"vcc:VCC", "and:B"},
                   {"and:OUT", "flop:CLK"}});
  bench.advance(milliseconds(1));
  EXPECT_EQ(bench.level("flop:CLK"), Level::high);
  EXPECT_EQ(bench.level("flop:Q"), Level::low);
}

TEST(Gates, ANotOnItselfIsReportedAsOscillationAndTheBenchGoesOn) {
  PartBench bench({{"ring", "wokwi-gate-not", {}}, {"other", "wokwi-gate-not", {}}},
                  {{"ring:OUT", "ring:IN"}});
  bench.advance(Duration::zero());
  EXPECT_EQ(bench.oscillations, 1);
  bench.drive("other:IN", strong(true));
  EXPECT_EQ(bench.level("other:OUT"), Level::low);
  bench.advance(milliseconds(10));
  EXPECT_EQ(bench.oscillations, 1) << "nothing runs on";
}

TEST(Gates, ARingThatAButtonClosesOscillatesAndSettlesWhenItOpens) {
  PartBench bench({{"not", "wokwi-gate-not", {}}, {"b", "wokwi-pushbutton", {{"bounce", "0"}}}},
                  {{"not:OUT", "b:1.l"}, {"b:2.l", "not:IN"}});
  bench.advance(Duration::zero());
  EXPECT_EQ(bench.oscillations, 0);
  EXPECT_TRUE(bench.control("b", "pressed", 1));
  EXPECT_EQ(bench.oscillations, 1);
  EXPECT_TRUE(bench.control("b", "pressed", 0));
  EXPECT_EQ(bench.oscillations, 1);
  EXPECT_EQ(bench.level("not:OUT"), Level::high) << "its input is open";
}

/// Two NORs that hold each other: R and S high make q low and high.
class LatchTest : public ::testing::Test {
 protected:
  LatchTest() { bench_.advance(Duration::zero()); }
  void pulse(const std::string& pin) {
    bench_.drive(pin, strong(true));
    bench_.drive(pin, strong(false));
  }
  std::string state() {
    return {symbol_of(bench_.level("q:OUT")), symbol_of(bench_.level("notq:OUT"))};
  }

  const std::string r_ = "q:A";
  const std::string s_ = "notq:A";
  PartBench bench_{{{"q", "wokwi-gate-nor-2", {}}, {"notq", "wokwi-gate-nor-2", {}}},
                   {{"q:OUT", "notq:B"}, {"notq:OUT", "q:B"}}};
};

TEST_F(LatchTest, BeginsInTheStateOfItsFirstGateAndNotBetweenTwo) {
  EXPECT_EQ(state(), "10");
  EXPECT_EQ(bench_.oscillations, 0);
}

TEST_F(LatchTest, KeepsWhatItWasSetOrResetTo) {
  pulse(r_);
  EXPECT_EQ(state(), "01");
  pulse(r_);
  EXPECT_EQ(state(), "01");
  pulse(s_);
  EXPECT_EQ(state(), "10");
  bench_.advance(milliseconds(10));
  EXPECT_EQ(state(), "10");
  EXPECT_EQ(bench_.oscillations, 0);
}

TEST_F(LatchTest, ReleasingSetAndResetAtTheSameTimeIsMetastableAndReported) {
  bench_.drive(r_, strong(true));
  bench_.drive(s_, strong(true));
  EXPECT_EQ(state(), "00");
  {
    const Bench::Batch together(bench_.bench());
    bench_.drive(r_, strong(false));
    bench_.drive(s_, strong(false));
  }
  EXPECT_EQ(bench_.oscillations, 1);
  pulse(s_);
  pulse(r_);
  EXPECT_EQ(state(), "01") << "it is a latch again";
  pulse(s_);
  EXPECT_EQ(state(), "10");
}

TEST_F(LatchTest, PlacedAgainKeepsItsState) {
  pulse(r_);
  for (const char* gate : {"q", "notq"}) bench_.attach_again(gate);
  bench_.advance(milliseconds(1));
  EXPECT_EQ(state(), "01");
}

}  // namespace
}  // namespace pinbridge::parts
