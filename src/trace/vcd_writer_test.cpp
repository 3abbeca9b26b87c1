#include "trace/vcd_writer.hpp"

#include <set>

#include <gtest/gtest.h>

namespace pinbridge::trace {
namespace {

using namespace std::chrono_literals;

TEST(VcdWriter, WritesEveryValueAtZeroAndThenChangesWithTheirTimes) {
  VcdWriter writer(
      "2026-11-25",
      {{"vm", "24", Level::highz}, {"vm", "25", Level::low}, {"led 1", "A", Level::conflict}}, 1ns);
  EXPECT_EQ(writer.take(),
            "$date 2026-11-25 $end\n$version Pinbridge $end\n$timescale 1 ns $end\n"
            "$scope module vm $end\n$var wire 1 ! 24 $end\n$var wire 1 \" 25 $end\n$upscope $end\n"
            "$scope module led_1 $end\n$var wire 1 # A $end\n$upscope $end\n"
            "$enddefinitions $end\n#0\nz!\n0\"\nx#\n");
  writer.change(0, Level::high, Duration(5));
  writer.change(2, Level::low, Duration(5));
  writer.change(0, Level::low, Duration(7));
  EXPECT_EQ(writer.take(), "#5\n1!\n0#\n#7\n0!\n");
}

TEST(VcdWriter, TheEndSaysHowLongTheLastLevelWasHeld) {
  VcdWriter writer("d", {{"a", "b", Level::low}}, 1ns);
  writer.take();
  writer.end(Duration(1000));
  EXPECT_EQ(writer.take(), "#1000\n");
  writer.end(Duration(1000));
  EXPECT_EQ(writer.take(), "");
}

TEST(VcdWriter, ThousandsOfSignalsHaveCodesOfTheirOwn) {
  VcdWriter writer("d", std::vector<VcdWriter::Signal>(10'000, {"p", "\xc3\xa9", Level::low}), 1ns);
  const std::string text = writer.take();
  std::set<std::string> codes;
  const std::string prefix = "$var wire 1 ";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
    const auto begin = at + prefix.size();
    codes.insert(text.substr(begin, text.find(' ', begin) - begin));
  }
  EXPECT_EQ(codes.size(), 10'000U);
  EXPECT_NE(text.find(" __ $end"), std::string::npos);
}

TEST(VcdWriter, EdgesWithinAUnitKeepTheirOrderAndAreCounted) {
  VcdWriter vcd("today", {{"vm", "24", Level::low}, {"vm", "25", Level::low}}, 1us);
  vcd.take();
  vcd.change(1, Level::high, 1500ns);
  vcd.change(0, Level::high, 1700ns);
  vcd.change(1, Level::low, 1900ns);
  vcd.change(0, Level::low, 2us);
  vcd.end(10us);
  EXPECT_EQ(vcd.take(), "#1\n1\"\n1!\n0\"\n#2\n0!\n#10\n");
  EXPECT_EQ(vcd.shared_ticks()->edges(), 2U);
  EXPECT_EQ(vcd.shared_ticks()->separating_unit(), 100ns);
}

}  // namespace
}  // namespace pinbridge::trace
