#include "trace/waveform.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace/csv_writer.hpp"
#include "trace/vcd_writer.hpp"

namespace pinbridge::trace {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

void write_two_pins(WaveformWriter& writer) {
  writer.change(0, Level::high, microseconds(10));
  writer.change(1, Level::low, microseconds(10));
  writer.change(0, Level::low, microseconds(25));
  writer.end(microseconds(40));
}

const std::vector<WaveformSignal> kTwoPins{{"b0", "1.l", Level::low}, {"vm", "12", Level::highz}};

void expect_two_pins(const Result<Waveform>& waveform) {
  ASSERT_TRUE(waveform) << waveform.error().message;
  ASSERT_EQ(waveform->tracks.size(), 2U);
  EXPECT_EQ(waveform->tracks[0].name, "b0:1.l");
  EXPECT_EQ(waveform->tracks[1].name, "vm:12");
  EXPECT_THAT(waveform->tracks[0].changes, ElementsAre(LevelChange{Duration(0), Level::low},
                                                       LevelChange{microseconds(10), Level::high},
                                                       LevelChange{microseconds(25), Level::low}));
  EXPECT_THAT(waveform->tracks[1].changes, ElementsAre(LevelChange{Duration(0), Level::highz},
                                                       LevelChange{microseconds(10), Level::low}));
  EXPECT_EQ(waveform->length, microseconds(40));
}

TEST(Waveform, AVcdOfOursIsReadAsItWasWritten) {
  for (const Duration unit : {Duration(1), Duration(1000)}) {
    VcdWriter writer("today", kTwoPins, unit);
    write_two_pins(writer);
    expect_two_pins(read_waveform("w.vcd", writer.take()));
  }
}

TEST(Waveform, ACsvOfOursIsReadAsItWasWritten) {
  CsvWriter writer(kTwoPins);
  write_two_pins(writer);
  expect_two_pins(read_waveform("w.csv", writer.take()));
}

TEST(Waveform, AVcdOfOthersMayHaveVectorsDumpsAndSeveralNamesForASignal) {
  const auto waveform = read_vcd(
      "$timescale\n  1 ms\n$end $scope module top $end $var reg 8 # bus $end\n"
      "$var wire 1 ! clk $end $var wire 1 ! clock $end $upscope $end $enddefinitions $end\n"
      "$dumpvars b0101 # x! $end #1 1! b1 # #3 0! #5");
  ASSERT_TRUE(waveform) << waveform.error().message;
  ASSERT_EQ(waveform->tracks.size(), 2U);
  EXPECT_EQ(waveform->tracks[1].name, "top:clock");
  EXPECT_EQ(waveform->tracks[0].changes, waveform->tracks[1].changes);
  EXPECT_THAT(waveform->tracks[0].changes, ElementsAre(LevelChange{Duration(0), Level::highz},
                                                       LevelChange{milliseconds(1), Level::high},
                                                       LevelChange{milliseconds(3), Level::low}));
  EXPECT_EQ(waveform->length, milliseconds(5));
}

TEST(Waveform, PulsesAreLevelsWithTheirLengths) {
  const auto waveform = read_waveform("p.txt", "# two signals\n10 5us\n\n11 1ms # held\n0z 2ms\n");
  ASSERT_TRUE(waveform) << waveform.error().message;
  ASSERT_EQ(waveform->tracks.size(), 2U);
  EXPECT_THAT(waveform->tracks[0].changes,
              ElementsAre(LevelChange{Duration(0), Level::high},
                          LevelChange{microseconds(1005), Level::low}));
  EXPECT_THAT(
      waveform->tracks[1].changes,
      ElementsAre(LevelChange{Duration(0), Level::low}, LevelChange{microseconds(5), Level::high},
                  LevelChange{microseconds(1005), Level::highz}));
  EXPECT_EQ(waveform->length, microseconds(3005));
}

TEST(Waveform, TimesInSecondsAreExactToTheNanosecond) {
  const auto waveform = read_csv("time,a:A\n0.000000001,1\n86400.123456789,0\n");
  ASSERT_TRUE(waveform) << waveform.error().message;
  EXPECT_THAT(waveform->tracks[0].changes,
              ElementsAre(LevelChange{Duration(1), Level::high},
                          LevelChange{Duration(86'400'123'456'789), Level::low}));
}

struct Wrong {
  const char* file;
  const char* text;
  const char* sentence;
};

class AWrongWaveform : public ::testing::TestWithParam<Wrong> {};

TEST_P(AWrongWaveform, IsRefusedWithTheNumberOfTheLine) {
  const auto waveform = read_waveform(GetParam().file, GetParam().text);
  ASSERT_FALSE(waveform);
  EXPECT_THAT(waveform.error().message, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Files, AWrongWaveform,
    ::testing::Values(
        Wrong{"p", "", "there are no pulses"}, Wrong{"p", "1 5\n", "line 1: \"5\" has no unit"},
        Wrong{"p", "1 5us\n10 5us\n", "line 2: \"10\" has 2 levels"},
        Wrong{"p", "1 5us 0\n", "line 1: write levels and a duration"},
        Wrong{"p", "2 5us\n", "\"2\" is not a level"},
        Wrong{"p", "1 100000000m\n0 100000000m\n", "292 years"},
        Wrong{"w.csv", "", "the file is empty"}, Wrong{"w.csv", "time\n", "names the columns"},
        Wrong{"w.csv", "time,a\n1,1\n0.5,0\n", "line 3: the time runs backwards"},
        Wrong{"w.csv", "time,a\nsoon,1\n", "\"soon\" is not a time"},
        Wrong{"w.csv", "time,a\n0.1234567890,1\n", "at most nine decimals"},
        Wrong{"w.csv", "time,a\n0\n", "\"\" is not a level"},
        Wrong{"w.csv", "time,a\n0,1,1\n", "more fields than the first"},
        Wrong{"w.vcd", "", "declares no signal"},
        Wrong{"w.vcd", "$timescale 3 ns $end", "\"3ns\" is not a timescale"},
        Wrong{"w.vcd", "$var wire 1 ! a $end\n#5\n1!\n#4\n", "line 4: the time runs backwards"},
        Wrong{"w.vcd", "$var wire 1 ! a $end\n#9999999999999999999", "is not a time"},
        Wrong{"w.vcd", "$var wire 1 ! a $end hello", "\"hello\" is not a value change"}));

TEST(Waveform, ScopesOfAVcdAreNestedAThousandDeepAtMost) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "$scope module x $end ";
    return text + "$var wire 1 ! a $end ";
  };
  EXPECT_TRUE(read_vcd(nested(1000)));
  const auto deeper = read_vcd(nested(1001));
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.error().message, "line 1: more than 1000 scopes are inside one another");
}

}  // namespace
}  // namespace pinbridge::trace
