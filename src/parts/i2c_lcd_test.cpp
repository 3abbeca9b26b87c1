#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/testing/i2c_controller.hpp"
#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::testing {
namespace {

constexpr std::uint8_t kRs = 0x01;
constexpr std::uint8_t kRw = 0x02;
constexpr std::uint8_t kE = 0x04;
constexpr std::uint8_t kBacklight = 0x08;

/// An LCD behind a PCF8574, and firmware as its drivers are.
class I2cLcdTest : public ::testing::Test {
 protected:
  I2cLcdTest() { bench_.advance(std::chrono::milliseconds(50)); }

  void port(int byte) { EXPECT_EQ(bus_.send(address_, {static_cast<std::uint8_t>(byte)}), 2U); }
  void half(int bits, int rs) {
    const int byte = (bits & 0xF0) | rs | kBacklight;
    port(byte | kE);
    port(byte);
    bench_.advance(std::chrono::milliseconds(2));
  }
  void write(int byte, int rs = 0) {
    half(byte, rs);
    half(byte << 4, rs);
  }
  void initialize() {
    for (const int command : {0x30, 0x30, 0x30, 0x20}) half(command, 0);
    for (const int command : {0x28, 0x0C, 0x06, 0x01}) write(command);
  }
  std::string shown(std::string_view name) { return bench_.value("lcd", name); }

  std::uint8_t address_ = 0x3F;
  PartBench bench_{{{"lcd", "wokwi-lcd1602", {{"pins", "i2c"}, {"i2cAddress", "0x3f"}}}}, {}};
  I2cController bus_{bench_, "lcd:SCL", "lcd:SDA"};
};

TEST_F(I2cLcdTest, ShowsWhatIsWrittenThroughThePort) {
  initialize();
  for (const char c : std::string("Hello")) write(c, kRs);
  write(0x80 | 0x40);
  for (const char c : std::string("I2C")) write(c, kRs);
  EXPECT_EQ(shown("line1"), "Hello           ");
  EXPECT_EQ(shown("line2"), "I2C             ");
  EXPECT_EQ(shown("display"), "1");
}

TEST_F(I2cLcdTest, ABitOfThePortIsTheBacklight) {
  port(kBacklight);
  EXPECT_EQ(shown("backlight"), "100");
  port(0);
  EXPECT_EQ(shown("backlight"), "0");
}

TEST_F(I2cLcdTest, AReadCycleGivesTheBusyFlagAndTheAddress) {
  initialize();
  write(0x80 | 0x25);
  const auto read_half = [&] {
    port(0xF0 | kRw | kE);
    bus_.start();
    EXPECT_TRUE(bus_.write(static_cast<std::uint8_t>(address_ << 1U | 1U)));
    const int byte = bus_.read(false);
    bus_.stop();
    port(0xF0 | kRw);
    return byte & 0xF0;
  };
  const int upper = read_half();
  EXPECT_EQ(upper | read_half() >> 4, 0x25);
}

TEST_F(I2cLcdTest, AnotherAddressIsNotAcknowledged) {
  EXPECT_EQ(bus_.send(0x27, {0}), 0U);
  EXPECT_EQ(problems_of("wokwi-lcd2004", {{"pins", "i2c"}, {"i2cAddress", "0x99"}}).size(), 1U);
}

TEST_F(I2cLcdTest, KeepsItsTextWhenTheBoardAroundItChanges) {
  initialize();
  write('x', kRs);
  bench_.attach_again("lcd");
  EXPECT_EQ(shown("line1").substr(0, 1), "x");
}

}  // namespace
}  // namespace pinbridge::testing
