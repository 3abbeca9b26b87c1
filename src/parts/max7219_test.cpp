#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

class Max7219Test : public ::testing::Test {
 protected:
  void start(const std::string& chain) {
    bench_ = std::make_unique<PartBench>(
        std::vector<PartBench::Item>{{"m", "wokwi-max7219-matrix", {{"chain", chain}}}},
        std::vector<PartBench::Connection>{});
    for (const char* pin : {"DIN", "CLK", "CS"}) set(pin, false);
  }
  void set(const std::string& pin, bool high) {
    bench_->drive("m:" + pin, strong(high));
    bench_->advance(std::chrono::microseconds(1));
  }
  void word(int bits) {
    for (int bit = 15; bit >= 0; --bit) {
      set("DIN", ((bits >> bit) & 1) != 0);
      set("CLK", true);
      set("CLK", false);
    }
  }
  void send(std::initializer_list<int> words) {
    set("CS", false);
    for (const int bits : words) word(bits);
    set("CS", true);
  }
  std::string rows() { return bench_->value("m", "rows"); }

  std::unique_ptr<PartBench> bench_;
};

TEST_F(Max7219Test, ShowsItsRowsOutOfShutdown) {
  start("1");
  send({0x0B07});
  send({0x0181});
  EXPECT_EQ(rows(), "0000000000000000") << "in shutdown";
  send({0x0C01});
  EXPECT_EQ(rows(), "8100000000000000");
  send({0x08FF});
  EXPECT_EQ(rows(), "81000000000000ff");
  send({0x0A0F});
  EXPECT_EQ(bench_->value("m", "intensity"), "15");
}

TEST_F(Max7219Test, OnlyScannedRowsAreLitAndATestLightsAll) {
  start("1");
  send({0x0C01});
  send({0x0101});
  send({0x0202});
  EXPECT_EQ(rows(), "0100000000000000");
  send({0x0F01});
  EXPECT_EQ(rows(), "ffffffffffffffff");
}

TEST_F(Max7219Test, TheWordsOfAChainGoToTheirModules) {
  start("2");
  send({0x0C01, 0x0C01});
  send({0x0B07, 0x0B07});
  send({0x01AA, 0x0155});
  EXPECT_EQ(rows(), "5500000000000000,aa00000000000000")
      << "the word sent at the end stays next to DIN";
  send({0x02FF, 0x0000});
  EXPECT_EQ(rows(), "5500000000000000,aaff000000000000") << "a word of zeros does nothing";
}

TEST_F(Max7219Test, WhatLeavesTheLastModuleIsOnDout) {
  start("1");
  set("CS", false);
  word(0x8001);
  std::string out;
  for (int bit = 0; bit < 16; ++bit) {
    set("CLK", true);
    set("CLK", false);
    out += bench_->level("m:DOUT") == Level::high ? '1' : '0';
  }
  EXPECT_EQ(out, "1000000000000001");
}

}  // namespace
}  // namespace pinbridge::testing
