#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/testing/i2c_controller.hpp"
#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

constexpr std::uint8_t kAddress = 0x77;

class Bmp180Test : public ::testing::Test {
 protected:
  std::vector<std::uint8_t> read(std::uint8_t address, int count) {
    return bus_.read_register(kAddress, address, count);
  }
  int convert(std::uint8_t command, int bytes) {
    bus_.send(kAddress, {0xF4, command});
    bench_.advance(milliseconds(26));
    int raw = 0;
    for (const std::uint8_t byte : read(0xF6, bytes)) raw = raw << 8 | byte;
    return raw;
  }
  bool set(const char* name, const char* value) {
    return bool(bench_.control("b", name, parse_control_value(value)));
  }

  PartBench bench_{{{"b", "board-bmp180", {}}}, {}};
  I2cController bus_{bench_, "b:SCL", "b:SDA"};
};

TEST_F(Bmp180Test, GivesTheRawValuesOfItsDataSheetsExample) {
  EXPECT_TRUE(set("temperature", "15"));
  EXPECT_TRUE(set("pressure", "69964"));
  // Some raw values have the same tenth of a degree, and the pressure depends on which it is.
  EXPECT_NEAR(convert(0x2E, 2), 27'898, 8);
  EXPECT_NEAR(convert(0x34, 2), 23'843, 4);
}

TEST_F(Bmp180Test, HasAnIdAndCoefficients) {
  EXPECT_THAT(read(0xD0, 1), ElementsAre(0x55));
  EXPECT_THAT(read(0xAA, 6), ElementsAre(0x01, 0x98, 0xFF, 0xB8, 0xC7, 0xD1));
  EXPECT_THAT(read(0xBE, 2), ElementsAre(0x0B, 0x34));
}

TEST_F(Bmp180Test, AConversionTakesItsTime) {
  bus_.send(kAddress, {0xF4, 0xF4});
  EXPECT_THAT(read(0xF4, 1), ElementsAre(0xF4));
  bench_.advance(milliseconds(26));
  EXPECT_THAT(read(0xF4, 1), ElementsAre(0xD4));
}

TEST_F(Bmp180Test, FinerValuesHaveMoreBits) {
  const int coarse = convert(0x34, 2);
  const int fine = convert(0xF4, 3) >> 5;
  EXPECT_NEAR(fine / 8.0, coarse, 1);
}

TEST_F(Bmp180Test, TakesWhatItMeasures) {
  EXPECT_FALSE(set("pressure", "29999"));
  EXPECT_TRUE(set("temperature", "-40"));
  EXPECT_GT(convert(0x2E, 2), 21'000);
}

}  // namespace
}  // namespace pinbridge::testing
