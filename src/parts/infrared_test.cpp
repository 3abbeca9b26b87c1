#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

constexpr const char* kAir = "rx:IR";

/// Decodes what a receiver's DAT did as a guest's driver does: "CODE" in the order in which the
/// bits came, the first in the lowest bit, or "repeat".
std::vector<std::string> decode(const std::vector<PinChange>& edges, std::int64_t scale = 1) {
  std::vector<std::string> frames;
  std::uint32_t bits = 0;
  int count = -1;
  for (std::size_t i = 1; i < edges.size(); ++i) {
    const auto lasted = (edges[i].time - edges[i - 1].time) / scale;
    const bool was_high = edges[i - 1].state.level == Level::high;
    if (!was_high) {
      if (lasted > milliseconds(8)) count = 0;
      continue;
    }
    if (count < 0) continue;
    if (count == 0 && lasted > milliseconds(4) && lasted < milliseconds(5)) continue;
    if (count == 0 && lasted > milliseconds(2) && lasted < milliseconds(3)) {
      frames.emplace_back("repeat");
      count = -1;
      continue;
    }
    if (lasted > microseconds(1125)) bits |= std::uint32_t{1} << static_cast<unsigned>(count);
    if (++count < 32) continue;
    frames.push_back(fmt::format("{:08x}", bits));
    bits = 0;
    count = -1;
  }
  return frames;
}

class InfraredTest : public ::testing::Test {
 protected:
  void SetUp() override { bench_.watch("rx:DAT"); }
  void press(const char* key, bool pressed) {
    EXPECT_TRUE(bench_.control("remote", key, pressed ? 1 : 0));
  }
  void pass(int ms) {
    for (int i = 0; i < ms; ++i) bench_.advance(milliseconds(1));
  }
  std::vector<std::string> received() { return decode(bench_.edges); }

  // The board connects the light; a bench has wires only.
  PartBench bench_{{{"remote", "wokwi-ir-remote", {}}, {"rx", "wokwi-ir-receiver", {}}},
                   {{"remote:IR", kAir}}};
};

TEST_F(InfraredTest, AKeySendsItsCodeWithTheLowestBitFirst) {
  EXPECT_EQ(bench_.level("rx:DAT"), Level::high);
  press("power", true);
  EXPECT_EQ(bench_.level("rx:DAT"), Level::low);
  EXPECT_EQ(bench_.value("remote", "sends"), "power");
  press("power", false);
  pass(120);
  EXPECT_THAT(received(), ElementsAre("5da2ff00"));
  EXPECT_EQ(bench_.value("remote", "sends"), "");
  EXPECT_EQ(bench_.level("rx:DAT"), Level::high);
}

TEST_F(InfraredTest, TheTimesAreThoseOfTheProtocol) {
  press("1", true);
  press("1", false);
  pass(120);
  const auto lasted = [&](std::size_t i) {
    return bench_.edges[i + 1].time - bench_.edges[i].time;
  };
  EXPECT_EQ(lasted(0), microseconds(9000));
  EXPECT_EQ(lasted(1), microseconds(4500));
  EXPECT_EQ(lasted(2), std::chrono::nanoseconds(562'500));
  EXPECT_EQ(lasted(3), std::chrono::nanoseconds(562'500)) << "a zero";
  EXPECT_EQ(lasted(2 + 2 * 8 + 1), std::chrono::nanoseconds(1'687'500)) << "a one";
  EXPECT_EQ(bench_.edges.size(), 2U + 2 * 32 + 2) << "with a mark at the end";
}

TEST_F(InfraredTest, AHeldKeyRepeatsEach108Milliseconds) {
  press("play", true);
  pass(300);
  press("play", false);
  pass(300);
  EXPECT_THAT(received(), ElementsAre("57a8ff00", "repeat", "repeat"));
}

TEST_F(InfraredTest, KeysPressedMeanwhileFollowInTheirOrder) {
  for (const char* key : {"1", "2", "1"}) {
    press(key, true);
    press(key, false);
  }
  pass(400);
  EXPECT_THAT(received(), ElementsAre("cf30ff00", "e718ff00", "cf30ff00"));
}

TEST_F(InfraredTest, OnlyThePressThatIsHeldRepeats) {
  press("1", true);
  press("1", false);
  press("1", true);
  pass(300);
  EXPECT_THAT(received(), ElementsAre("cf30ff00", "cf30ff00", "repeat"));
}

TEST_F(InfraredTest, SoManyPressesAreRefusedThatWouldTakeLong) {
  for (int i = 0; i < 101; ++i) {
    press("9", true);
    press("9", false);
  }
  const auto refused = bench_.control("remote", "9", 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
  EXPECT_EQ(bench_.value("remote", "9"), "0");
  EXPECT_TRUE(bench_.control("remote", "9", 0));
}

TEST_F(InfraredTest, AReceiverTakesACodeFromItsControl) {
  EXPECT_TRUE(bench_.control("rx", "receive", "0x04,8"));
  EXPECT_EQ(bench_.value("rx", "receive"), "0x04,8");
  EXPECT_EQ(bench_.level(kAir), Level::highz) << "at this receiver alone";
  pass(120);
  EXPECT_THAT(received(), ElementsAre("f708fb04"));
  EXPECT_EQ(bench_.value("rx", "receive"), "");
}

TEST_F(InfraredTest, OtherValuesThanCodesAreRefused) {
  for (const char* code : {"", ",", "1", "1,", ",1", "256,1", "1,-1", "1,2,3", "0x,1", "a,b"}) {
    const auto refused = bench_.control("rx", "receive", code);
    ASSERT_FALSE(refused) << code;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  }
  EXPECT_FALSE(bench_.control("rx", "receive", 7));
  EXPECT_FALSE(bench_.control("remote", "power", 2));
  EXPECT_FALSE(bench_.control("remote", "volume", 1));
  pass(10);
  EXPECT_EQ(bench_.level("rx:DAT"), Level::high);
}

TEST_F(InfraredTest, AClientSendsLightToo) {
  bench_.drive(kAir, strong(true));
  EXPECT_EQ(bench_.level("rx:DAT"), Level::low);
  bench_.drive(kAir, kNoDrive);
  EXPECT_EQ(bench_.level("rx:DAT"), Level::high);
}

TEST_F(InfraredTest, AFrameGoesOnWhenTheBoardAroundItChanges) {
  press("c", true);
  press("c", false);
  pass(20);
  bench_.attach_again("remote");
  bench_.attach_again("rx");
  pass(100);
  EXPECT_THAT(received(), ElementsAre("4fb0ff00"));
}

TEST(Infrared, WithATimeScaleAllTimesAreLonger) {
  PartBench bench(
      {{"remote", "wokwi-ir-remote", {{"timeScale", "10"}}}, {"rx", "wokwi-ir-receiver", {}}},
      {{"remote:IR", "rx:IR"}});
  bench.watch("rx:DAT");
  EXPECT_TRUE(bench.control("remote", "0", 1));
  EXPECT_TRUE(bench.control("remote", "0", 0));
  for (int i = 0; i < 1200; ++i) bench.advance(milliseconds(1));
  EXPECT_THAT(decode(bench.edges, 10), ElementsAre("9768ff00"));
}

TEST(Infrared, OddTimeScalesAreReported) {
  EXPECT_THAT(problems_of("wokwi-ir-remote", {{"timeScale", "0"}}),
              ElementsAre(::testing::StartsWith("timeScale: ")));
}

}  // namespace
}  // namespace pinbridge::testing
