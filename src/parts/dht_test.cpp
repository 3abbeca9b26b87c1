#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::microseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DhtTest : public ::testing::Test {
 protected:
  static PartBench bench_of(const char* type, std::map<std::string, std::string> attributes) {
    return {{{"s", type, std::move(attributes)}}, {}};
  }
  /// The bytes of an answer, by the widths of its high pulses; those of a scaled one are `scale`
  /// times as long.
  static std::vector<int> read(PartBench& bench, int start, int scale = 1) {
    bench.watch("s:SDA");
    bench.drive("s:SDA", strong(false));
    bench.advance(microseconds(start));
    bench.drive("s:SDA", kNoDrive);
    bench.edges.clear();
    bench.advance(microseconds(6000 * scale));
    std::vector<int> bytes;
    int bits = 0;
    // The answer begins with a low and a high of 80 µs.
    for (std::size_t i = 3; i + 1 < bench.edges.size(); i += 2) {
      const auto high = bench.edges[i + 1].time - bench.edges[i].time;
      if (bits++ % 8 == 0) bytes.push_back(0);
      bytes.back() = bytes.back() * 2 + (high > microseconds(50 * scale) ? 1 : 0);
    }
    bench.bench().changes().unwatch(bench.bench().pins().find("s:SDA").value());
    return bytes;
  }
};

TEST_F(DhtTest, ADht22AnswersWithTenths) {
  PartBench bench = bench_of("wokwi-dht22", {{"temperature", "-10.1"}, {"humidity", "65.2"}});
  EXPECT_THAT(read(bench, 1000), ElementsAre(0x02, 0x8C, 0x80, 0x65, 0x73));
  EXPECT_TRUE(bench.control("s", "temperature", ControlValue("35.1")));
  EXPECT_THAT(read(bench, 18'000), ElementsAre(0x02, 0x8C, 0x01, 0x5F, 0xEE));
}

TEST_F(DhtTest, ADht11AnswersWithWholesAndTenths) {
  PartBench bench = bench_of("wokwi-dht11", {});
  EXPECT_THAT(read(bench, 18'000), ElementsAre(40, 0, 24, 0, 64));
  EXPECT_TRUE(bench.control("s", "humidity", ControlValue("55.5")));
  EXPECT_THAT(read(bench, 18'000), ElementsAre(55, 5, 24, 0, 84));
}

TEST_F(DhtTest, AStartThatIsTooShortIsNone) {
  PartBench bench22 = bench_of("wokwi-dht22", {});
  EXPECT_THAT(read(bench22, 500), IsEmpty());
  PartBench bench11 = bench_of("wokwi-dht11", {});
  EXPECT_THAT(read(bench11, 5000), IsEmpty());
}

TEST_F(DhtTest, WithATimeScaleItsPulsesAreLonger) {
  PartBench bench = bench_of("wokwi-dht22", {{"timeScale", "100"}});
  EXPECT_THAT(read(bench, 1000, 100), ElementsAre(0x01, 0x90, 0x00, 0xF0, 0x81));
}

}  // namespace
}  // namespace pinbridge::testing
