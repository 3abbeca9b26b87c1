#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/ds1307_clock.hpp"
#include "parts/testing/i2c_controller.hpp"
#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using testing::I2cController;
using testing::PartBench;

constexpr std::uint8_t kAddress = 0x68;

class Ds1307Test : public ::testing::Test {
 protected:
  void write(std::vector<std::uint8_t> bytes) {
    EXPECT_EQ(bus_.send(kAddress, bytes), bytes.size() + 1);
  }
  std::vector<std::uint8_t> time() { return bus_.read_register(kAddress, 0, 7); }

  // A Thursday.
  PartBench bench_{
      {{"c", "wokwi-ds1307", {{"initTime", "2024-02-29T23:59:58Z"}}}, {"r", "wokwi-resistor", {}}},
      {{"c:SQW", "r:1"}}};
  I2cController bus_{bench_, "c:SCL", "c:SDA"};
};

TEST_F(Ds1307Test, CountsItsTime) {
  EXPECT_THAT(time(), ElementsAre(0x58, 0x59, 0x23, 5, 0x29, 0x02, 0x24));
  bench_.advance(seconds(2));
  EXPECT_THAT(time(), ElementsAre(0x00, 0x00, 0x00, 6, 0x01, 0x03, 0x24));
  bench_.advance(std::chrono::hours(24 * 365));
  EXPECT_THAT(time(), ElementsAre(0x00, 0x00, 0x00, 7, 0x01, 0x03, 0x25));
}

TEST_F(Ds1307Test, TakesATimeOfTheGuest) {
  write({0, 0x30, 0x15, 0x08, 1, 0x31, 0x01, 0x31});
  bench_.advance(seconds(31));
  EXPECT_THAT(time(), ElementsAre(0x01, 0x16, 0x08, 1, 0x31, 0x01, 0x31));
}

TEST_F(Ds1307Test, CountsTwelveHours) {
  write({2, 0x40 | 0x20 | 0x11});
  EXPECT_EQ(time()[2], 0x71) << "eleven in the evening";
  bench_.advance(seconds(2));
  EXPECT_THAT(time(), ElementsAre(0x00, 0x00, 0x52, 6, 0x01, 0x03, 0x24)) << "twelve at night";
}

TEST_F(Ds1307Test, StandsWhileItIsHalted) {
  write({0, 0x80 | 0x10});
  bench_.advance(seconds(100));
  EXPECT_EQ(time()[0], 0x90);
  write({0, 0x10});
  bench_.advance(seconds(5));
  EXPECT_EQ(time()[0], 0x15);
}

TEST_F(Ds1307Test, ADateThatIsNoneIsTheNearest) {
  write({0, 0xFA, 0x99, 0x3F, 0, 0x31, 0x02, 0x23});
  EXPECT_THAT(time(), ElementsAre(0xD9, 0x59, 0x23, 1, 0x28, 0x02, 0x23));
}

TEST_F(Ds1307Test, ItsMemoryGoesRound) {
  write({62, 1, 2});
  EXPECT_THAT(bus_.read_register(kAddress, 62, 3), ElementsAre(1, 2, 0x58));
  write({7, 0xFF});
  EXPECT_THAT(bus_.read_register(kAddress, 7, 1), ElementsAre(0x93));
}

TEST_F(Ds1307Test, SqwIsALevelOrASquareWave) {
  bench_.watch("c:SQW");
  write({7, 0x00});
  EXPECT_EQ(bench_.level("c:SQW"), Level::low);
  write({7, 0x80});
  EXPECT_EQ(bench_.level("c:SQW"), Level::high);
  bench_.edges.clear();
  write({7, 0x13});
  const Time before = bench_.bench().now();
  for (int i = 0; i < 1000; ++i) bench_.advance(std::chrono::milliseconds(1));
  EXPECT_NEAR(static_cast<double>(bench_.edges.size()), 65'536, 40);
  EXPECT_EQ(bench_.bench().now() - before, seconds(1));
  write({7, 0x00});
  bench_.edges.clear();
  bench_.advance(seconds(1));
  EXPECT_TRUE(bench_.edges.empty());
}

TEST(Ds1307, ReadsTimesInIsoFormat) {
  const auto at = [](std::string_view text) {
    const auto time = parse_iso_time(text);
    return time ? time->time_since_epoch().count() : -1;
  };
  EXPECT_EQ(at("1970-01-02"), 86'400);
  EXPECT_EQ(at("1970-01-01T00:00:10Z"), 10);
  EXPECT_EQ(at("1970-01-01 01:00"), 3600);
  EXPECT_EQ(at("1970-01-01T02:00:00.75+01:30"), 1800);
  for (const char* text :
       {"", "now", "1970-13-01", "1970-02-30", "1970-1-1", "1970-01-01T24:00:00Z",
        "1970-01-01T00:00:00Zz", "1970-01-01T00:00:00+1", "-970-01-01"}) {
    EXPECT_EQ(at(text), -1) << text;
  }
}

TEST(Ds1307, AnInitTimeThatIsNoneIsReported) {
  EXPECT_THAT(testing::problems_of("wokwi-ds1307", {{"initTime", "noon"}}),
              ElementsAre(R"(initTime: "noon" is not "now", "0", or a time such as )"
                          R"("2024-02-29T12:30:00Z")"));
  EXPECT_TRUE(testing::problems_of("wokwi-ds1307", {{"initTime", "0"}}).empty());
}

}  // namespace
}  // namespace pinbridge::parts
