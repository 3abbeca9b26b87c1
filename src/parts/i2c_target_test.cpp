#include "parts/i2c_target.hpp"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint8_t kAddress = 0x3C;

/// Keeps what it is written, and answers with numbers.
class Recorder : public I2cDevice {
 public:
  void i2c_started(bool reads) override { starts.push_back(reads); }
  bool i2c_write(std::uint8_t byte) override {
    written.push_back(byte);
    return written.size() <= most;
  }
  std::uint8_t i2c_read() override { return next++; }
  void i2c_stopped() override { ++stops; }

  std::vector<bool> starts;
  std::vector<int> written;
  std::size_t most = 100;
  std::uint8_t next = 0xA5;
  int stops = 0;
};

/// A bus of two lines with open drains.
class I2cTargetTest : public ::testing::Test {
 protected:
  void set(bool scl, bool sda) {
    scl_ = scl;
    sda_ = sda;
    target_.follow(scl_, sda_ && !target_.pulls_sda());
    // What the target does to SDA is on the bus too.
    target_.follow(scl_, sda_ && !target_.pulls_sda());
  }
  bool bus() const { return sda_ && !target_.pulls_sda(); }
  void start() {
    set(scl_, true);
    set(true, true);
    set(true, false);
    set(false, false);
  }
  void stop() {
    set(false, false);
    set(true, false);
    set(true, true);
  }
  bool clock(bool sda) {
    set(false, sda);
    set(true, sda);
    const bool read = bus();
    set(false, sda);
    return read;
  }
  bool write(int byte) {
    for (int bit = 7; bit >= 0; --bit) clock(((byte >> bit) & 1) != 0);
    return !clock(true);
  }
  int read(bool acknowledge) {
    int byte = 0;
    for (int bit = 0; bit < 8; ++bit) byte = byte << 1 | (clock(true) ? 1 : 0);
    clock(!acknowledge);
    return byte;
  }

  Recorder device_;
  I2cTarget target_{kAddress, device_};
  bool scl_ = true;
  bool sda_ = true;
};

TEST_F(I2cTargetTest, BytesOfAWriteArriveInOrderAndAreAcknowledged) {
  start();
  EXPECT_TRUE(write(kAddress << 1));
  EXPECT_TRUE(write(0x00));
  EXPECT_TRUE(write(0x81));
  stop();
  EXPECT_THAT(device_.written, ElementsAre(0x00, 0x81));
  EXPECT_THAT(device_.starts, ElementsAre(false));
  EXPECT_EQ(device_.stops, 1);
  EXPECT_TRUE(bus());
}

TEST_F(I2cTargetTest, AnotherAddressIsNeitherAcknowledgedNorRead) {
  start();
  EXPECT_FALSE(write((kAddress + 1) << 1));
  EXPECT_FALSE(write(0x12));
  stop();
  EXPECT_THAT(device_.written, IsEmpty());
  EXPECT_EQ(device_.stops, 0);
}

TEST_F(I2cTargetTest, AReadGoesOnWhileTheControllerAcknowledges) {
  start();
  EXPECT_TRUE(write(kAddress << 1 | 1));
  EXPECT_EQ(read(true), 0xA5);
  EXPECT_EQ(read(true), 0xA6);
  EXPECT_EQ(read(false), 0xA7);
  EXPECT_EQ(read(true), 0xFF) << "nothing is sent after the last byte";
  stop();
  EXPECT_EQ(device_.next, 0xA8);
}

TEST_F(I2cTargetTest, ARepeatedStartChangesTheDirection) {
  start();
  EXPECT_TRUE(write(kAddress << 1));
  EXPECT_TRUE(write(0x0F));
  start();
  EXPECT_TRUE(write(kAddress << 1 | 1));
  EXPECT_EQ(read(false), 0xA5);
  stop();
  EXPECT_THAT(device_.starts, ElementsAre(false, true));
  EXPECT_EQ(device_.stops, 1);
}

TEST_F(I2cTargetTest, AByteThatTheDeviceRefusesIsNotAcknowledged) {
  device_.most = 1;
  start();
  EXPECT_TRUE(write(kAddress << 1));
  EXPECT_TRUE(write(1));
  EXPECT_FALSE(write(2));
  stop();
  EXPECT_TRUE(bus());
}

TEST_F(I2cTargetTest, AStartInTheMiddleOfAByteBeginsAgain) {
  start();
  for (int i = 0; i < 5; ++i) clock(true);
  start();
  EXPECT_TRUE(write(kAddress << 1));
  EXPECT_TRUE(write(0x42));
  stop();
  EXPECT_THAT(device_.written, ElementsAre(0x42));
}

TEST_F(I2cTargetTest, AnAddressIsHexadecimalOrDecimal) {
  const auto address = [](const char* text) {
    Attributes attributes(std::map<std::string, std::string>{{"a", text}});
    const int value = i2c_address(attributes, "a", 0x27);
    return attributes.problems().empty() ? value : -1;
  };
  EXPECT_EQ(address("0x3f"), 0x3f);
  EXPECT_EQ(address("63"), 63);
  EXPECT_EQ(address(""), 0x27);
  for (const char* wrong : {"0x", "0x78", "7", "0x3f0", "27h"})
    EXPECT_EQ(address(wrong), -1) << wrong;
}

}  // namespace
}  // namespace pinbridge::parts
