#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/described_part.hpp"
#include "parts/testing/i2c_controller.hpp"
#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using ::testing::ElementsAre;

class Mpu6050Test : public ::testing::Test {
 protected:
  /// The seven words of a measurement.
  std::vector<int> measure(std::uint8_t address = 0x68) {
    const auto bytes = bus_.read_register(address, 0x3B, 14);
    std::vector<int> words;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
      words.push_back(static_cast<std::int16_t>(bytes[i] << 8 | bytes[i + 1]));
    }
    return words;
  }
  void write(std::uint8_t address, std::uint8_t byte) {
    EXPECT_EQ(bus_.send(0x68, {address, byte}), 3U);
  }
  bool set(const char* name, const char* value) {
    return bool(bench_.control("m", name, parse_control_value(value)));
  }

  PartBench bench_{{{"m", "wokwi-mpu6050", {}}}, {}};
  I2cController bus_{bench_, "m:SCL", "m:SDA"};
};

TEST_F(Mpu6050Test, ItDescribesTheRangeOfEachControl) {
  auto* described = dynamic_cast<DescribedPart*>(&bench_.bench().part(PartId{0}));
  ASSERT_NE(described, nullptr);
  const auto ranges = described->ranges();
  ASSERT_EQ(ranges.size(), 7U);
  EXPECT_EQ(ranges[0].control, "accelX");
  EXPECT_EQ(ranges[0].least, -16);
  EXPECT_EQ(ranges[0].most, 16);
  EXPECT_EQ(ranges[0].step, 0.001);
}

TEST_F(Mpu6050Test, AwakeItMeasuresWhatItsControlsSay) {
  EXPECT_THAT(measure(), ElementsAre(0, 0, 0, 0, 0, 0, 0)) << "asleep";
  write(0x6B, 0);
  EXPECT_THAT(measure(), ElementsAre(0, 0, 16'384, -4260, 0, 0, 0));
  EXPECT_TRUE(set("accelX", "-0.5"));
  EXPECT_TRUE(set("rotationZ", "10"));
  EXPECT_TRUE(set("temperature", "36.53"));
  EXPECT_THAT(measure(), ElementsAre(-8192, 0, 16'384, 0, 0, 0, 1310));
}

TEST_F(Mpu6050Test, ItsRangesScaleAndSaturate) {
  write(0x6B, 0);
  EXPECT_TRUE(set("accelX", "16"));
  EXPECT_TRUE(set("rotationX", "-500"));
  EXPECT_EQ(measure()[0], 32'767);
  EXPECT_EQ(measure()[4], -32'768);
  write(0x1C, 0x18);
  write(0x1B, 0x18);
  EXPECT_EQ(measure()[0], 32'767) << "16 g is one more than fits";
  EXPECT_EQ(measure()[2], 2048);
  EXPECT_EQ(measure()[4], -8188);
}

TEST_F(Mpu6050Test, Ad0ChoosesItsAddress) {
  EXPECT_THAT(bus_.read_register(0x68, 0x75, 1), ElementsAre(0x68));
  bench_.drive("m:AD0", strong(true));
  EXPECT_EQ(bus_.send(0x68, {0x75}), 0U);
  EXPECT_THAT(bus_.read_register(0x69, 0x75, 1), ElementsAre(0x68));
}

TEST_F(Mpu6050Test, AResetPutsItToSleep) {
  write(0x6B, 0);
  write(0x1C, 0x08);
  write(0x6B, 0x80);
  EXPECT_THAT(bus_.read_register(0x68, 0x6B, 1), ElementsAre(0x40));
  EXPECT_THAT(bus_.read_register(0x68, 0x1C, 1), ElementsAre(0));
}

}  // namespace
}  // namespace pinbridge::testing
