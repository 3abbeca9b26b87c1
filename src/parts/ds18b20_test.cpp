#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/one_wire_target.hpp"
#include "parts/testing/one_wire_controller.hpp"
#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using testing::OneWireController;
using testing::PartBench;

constexpr std::uint8_t kSkip = 0xCC;

class Ds18b20Test : public ::testing::TestWithParam<int> {
 protected:
  void command(std::uint8_t byte) {
    EXPECT_TRUE(bus_.reset());
    bus_.write(kSkip);
    bus_.write(byte);
  }
  void write_scratchpad(std::uint8_t high, std::uint8_t low, std::uint8_t configuration) {
    command(0x4E);
    bus_.write(high);
    bus_.write(low);
    bus_.write(configuration);
  }
  /// In sixteenths of a degree; the check sum is right.
  int measure() {
    command(0x44);
    bench_.advance(milliseconds(750));
    command(0xBE);
    const auto bytes = bus_.read(9);
    EXPECT_EQ(one_wire_crc(bytes.data(), 8), bytes[8]);
    return static_cast<std::int16_t>(bytes[0] | bytes[1] << 8);
  }

  PartBench bench_{{{"t", "wokwi-ds18b20", {}}}, {}};
  OneWireController bus_{bench_, "t:DQ", GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Slowness, Ds18b20Test, ::testing::Values(1, 20, 100));

TEST_P(Ds18b20Test, MeasuresWhatItsControlSays) {
  EXPECT_EQ(measure(), 22 * 16);
  EXPECT_TRUE(bench_.control("t", "temperature", ControlValue("-10.125")));
  EXPECT_EQ(measure(), -162);
  EXPECT_EQ(bench_.value("t", "temperature"), "-10.125");
}

TEST_P(Ds18b20Test, SendsItsAddress) {
  EXPECT_TRUE(bus_.reset());
  bus_.write(0x33);
  EXPECT_THAT(bus_.read(8), ElementsAre(0x28, 1, 2, 3, 4, 5, 6, 0x9E));
}

TEST_P(Ds18b20Test, BeforeAConversionItHas85Degrees) {
  command(0xBE);
  EXPECT_THAT(bus_.read(9), ElementsAre(0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10, 0x1C));
}

TEST_P(Ds18b20Test, WithFewerBitsAConversionIsShorterAndCoarser) {
  EXPECT_TRUE(bench_.control("t", "temperature", ControlValue("21.9")));
  write_scratchpad(0x20, 0x10, 0x1F);
  command(0x44);
  bench_.advance(milliseconds(94));
  EXPECT_TRUE(bus_.read_bit()) << "it is ready";
  command(0xBE);
  EXPECT_THAT(bus_.read(5), ElementsAre(0x58, 0x01, 0x20, 0x10, 0x1F)) << "21.5 degrees";
}

TEST_P(Ds18b20Test, TheEepromKeepsItsSettings) {
  write_scratchpad(1, 2, 0x3F);
  command(0x48);
  write_scratchpad(3, 4, 0x5F);
  command(0xB8);
  command(0xBE);
  EXPECT_EQ(bus_.read(5)[4], 0x3F);
}

TEST_P(Ds18b20Test, AnAlarmSearchFindsItBeyondItsLimits) {
  std::uint64_t disagreed = 0;
  measure();
  EXPECT_NE(bus_.search(0, disagreed, 0xEC), ~std::uint64_t{0}) << "22 is below 70";
  write_scratchpad(30, 10, 0x7F);
  EXPECT_EQ(bus_.search(0, disagreed, 0xEC), ~std::uint64_t{0});
}

TEST(Ds18b20, ASearchFindsEachOfSeveralAndMatchChoosesOne) {
  PartBench bench({{"a", "wokwi-ds18b20", {{"deviceID", "111111111111"}, {"temperature", "10"}}},
                   {"b", "board-ds18b20", {{"deviceID", "222222222222"}, {"temperature", "20"}}}},
                  {{"a:DQ", "b:DQ"}});
  OneWireController bus(bench, "a:DQ");
  std::uint64_t disagreed = 0;
  const std::uint64_t first = bus.search(0, disagreed);
  const std::uint64_t second = bus.search(disagreed & ~(disagreed - 1), disagreed);
  EXPECT_EQ(first & 0xFFFF, 0x2228U);
  EXPECT_EQ(second & 0xFFFF, 0x1128U);
  for (const std::uint64_t address : {first, second}) {
    bus.reset();
    bus.write(0x55);
    for (unsigned i = 0; i < 8; ++i) bus.write(static_cast<std::uint8_t>(address >> (i * 8)));
    bus.write(0x44);
    bench.advance(milliseconds(750));
    EXPECT_TRUE(bus.read_bit());
    bus.reset();
    bus.write(0x55);
    for (unsigned i = 0; i < 8; ++i) bus.write(static_cast<std::uint8_t>(address >> (i * 8)));
    bus.write(0xBE);
    EXPECT_EQ(bus.read(), address == first ? 0x40 : 0xA0);
  }
}

TEST(Ds18b20, AGuestThatHasBecomeQuickIsUnderstoodAfterARest) {
  PartBench bench({{"t", "wokwi-ds18b20", {}}}, {});
  EXPECT_TRUE(OneWireController(bench, "t:DQ", 50).reset());
  bench.advance(milliseconds(600));
  EXPECT_TRUE(OneWireController(bench, "t:DQ").reset());
}

TEST(Ds18b20, ALineThatWasHeldLowForSecondsIsNotAReset) {
  PartBench bench({{"t", "wokwi-ds18b20", {}}}, {});
  bench.drive("t:DQ", strong(false));
  bench.advance(std::chrono::seconds(8));
  bench.drive("t:DQ", kNoDrive);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(bench.level("t:DQ"), Level::high) << i;
    bench.advance(milliseconds(100));
  }
  EXPECT_TRUE(OneWireController(bench, "t:DQ").reset());
}

TEST(Ds18b20, AnAddressThatIsNoneIsReported) {
  EXPECT_THAT(testing::problems_of("wokwi-ds18b20", {{"deviceID", "12"}, {"familyCode", "g1"}}),
              ElementsAre("familyCode: \"g1\" is not 2 hexadecimal digits",
                          "deviceID: \"12\" is not 12 hexadecimal digits"));
}

}  // namespace
}  // namespace pinbridge::parts
