#include "parts/spi_target.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Keeps what it receives, and sends numbers.
class Recorder : public SpiDevice {
 public:
  std::uint8_t spi_selected() override {
    ++selections;
    return 0xA5;
  }
  std::uint8_t spi_exchange(std::uint8_t byte) override {
    received.push_back(byte);
    return byte;
  }
  void spi_released() override { ++releases; }

  std::vector<int> received;
  int selections = 0;
  int releases = 0;
};

class SpiTargetTest : public ::testing::TestWithParam<SpiMode> {
 protected:
  SpiTargetTest() { target_.follow(false, rest(), false); }

  bool rest() const { return GetParam() == SpiMode::mode2 || GetParam() == SpiMode::mode3; }
  bool reads_first_edge() const {
    return GetParam() == SpiMode::mode0 || GetParam() == SpiMode::mode2;
  }
  void select(bool selected) { target_.follow(selected, rest(), false); }
  int exchange(int byte, int bits = 8) {
    int read = 0;
    for (int bit = 7; bit > 7 - bits; --bit) {
      const bool out = ((byte >> bit) & 1) != 0;
      target_.follow(true, rest(), out);
      if (reads_first_edge()) read = read << 1 | (target_.data_out() ? 1 : 0);
      target_.follow(true, !rest(), out);
      if (!reads_first_edge()) read = read << 1 | (target_.data_out() ? 1 : 0);
      target_.follow(true, rest(), out);
    }
    return read;
  }

  Recorder device_;
  SpiTarget target_{GetParam(), device_};
};

TEST_P(SpiTargetTest, BytesGoBothWaysAtOnce) {
  select(true);
  EXPECT_EQ(exchange(0x3C), 0xA5);
  EXPECT_EQ(exchange(0x81), 0x3C);
  EXPECT_EQ(exchange(0x00), 0x81);
  select(false);
  EXPECT_THAT(device_.received, ElementsAre(0x3C, 0x81, 0x00));
  EXPECT_EQ(device_.releases, 1);
}

TEST_P(SpiTargetTest, ADeviceThatIsNotSelectedReceivesNothing) {
  target_.follow(false, !rest(), true);
  target_.follow(false, rest(), true);
  EXPECT_THAT(device_.received, IsEmpty());
}

TEST_P(SpiTargetTest, ByteThatIsNotCompleteIsDropped) {
  select(true);
  exchange(0xFF, 5);
  select(false);
  select(true);
  EXPECT_EQ(exchange(0x12), 0xA5);
  EXPECT_THAT(device_.received, ElementsAre(0x12));
  EXPECT_EQ(device_.selections, 2);
}

INSTANTIATE_TEST_SUITE_P(AllModes, SpiTargetTest,
                         ::testing::Values(SpiMode::mode0, SpiMode::mode1, SpiMode::mode2,
                                           SpiMode::mode3));

}  // namespace
}  // namespace pinbridge::parts
