#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

/// The bus as the usual libraries drive it: open drains, lowest bit first.
class Tm1637Test : public ::testing::Test {
 protected:
  /// A transfer of these bytes; returns how many were acknowledged.
  int send(std::initializer_list<int> bytes) {
    put("DIO", false);
    int taken = 0;
    for (const int byte : bytes) taken += write(static_cast<unsigned>(byte)) ? 1 : 0;
    put("CLK", false);
    put("DIO", false);
    put("CLK", true);
    put("DIO", true);
    return taken;
  }
  bool write(unsigned byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      put("CLK", false);
      put("DIO", ((byte >> bit) & 1U) != 0);
      put("CLK", true);
    }
    put("CLK", false);
    put("DIO", true);
    put("CLK", true);
    const bool taken = bench_.level("d:DIO") == Level::low;
    put("CLK", false);
    return taken;
  }
  void put(const std::string& pin, bool high) {
    bench_.drive("d:" + pin, high ? kNoDrive : strong(false));
    bench_.advance(std::chrono::microseconds(5));
  }
  std::string shown(const char* name) { return bench_.value("d", name); }

  PartBench bench_{{{"d", "wokwi-tm1637-7segment", {}}}, {}};
};

TEST_F(Tm1637Test, ShowsWhatIsWritten) {
  EXPECT_EQ(send({0x40}), 1);
  EXPECT_EQ(send({0xC0, 0x06, 0xDB, 0x4F, 0x66}), 5);
  EXPECT_EQ(shown("text"), "    ") << "it is off";
  EXPECT_EQ(send({0x8F}), 1);
  EXPECT_EQ(shown("text"), "12:34");
  EXPECT_EQ(shown("segments"), "06db4f66");
  EXPECT_EQ(shown("intensity"), "8");
  send({0x80});
  EXPECT_EQ(shown("intensity"), "0");
}

TEST_F(Tm1637Test, WithAFixedAddressOneDigitChanges) {
  send({0x88});
  send({0x44});
  send({0xC2, 0x7F});
  EXPECT_EQ(shown("segments"), "00007f00");
  send({0xC2, 0x06, 0x5B});
  EXPECT_EQ(shown("segments"), "00005b00");
}

TEST_F(Tm1637Test, AddressesGoRoundAndTheLastTwoAreNotSeen) {
  send({0x88});
  send({0x40});
  send({0xC3, 1, 2, 3, 4});
  EXPECT_EQ(shown("segments"), "04000001");
}

TEST_F(Tm1637Test, AReadOfKeysChangesNothing) {
  send({0x88});
  send({0x42, 0xFF});
  EXPECT_EQ(shown("segments"), "00000000");
  EXPECT_EQ(shown("intensity"), "1");
}

TEST_F(Tm1637Test, ClientsAreNotifiedOfManyChangesOnceInAWindow) {
  for (int i = 0; i < 10; ++i) send({0x88 | (i & 7)});
  EXPECT_EQ(bench_.part_news.size(), 1U);
  bench_.advance(std::chrono::milliseconds(25));
  EXPECT_EQ(bench_.part_news.size(), 2U);
}

}  // namespace
}  // namespace pinbridge::testing
