#include "links/opentitan/ot_gpio.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"

namespace pinbridge::opentitan {
namespace {

using pinbridge::testing::FakeLines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class OtGpioTest : public ::testing::Test {
 protected:
  OtGpioTest() {
    for (std::uint16_t i = 4; i < 32; ++i) lines_.unwired.insert(i);
    make();
  }
  void make() {
    device_ = std::make_unique<OtGpio>(lines_, [this](std::span<const std::byte> bytes) {
      frames_.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
  }
  Result<void> say(std::string_view text) {
    return device_->receive(std::as_bytes(std::span(text)));
  }
  std::vector<std::string> frames() { return std::exchange(frames_, {}); }

  FakeLines lines_{32};
  std::vector<std::string> frames_;
  std::unique_ptr<OtGpio> device_;
};

/// What QEMU sends when its character device opens.
constexpr std::string_view kOpening =
    "Z:ffffffff\r\n"
    "P:00000000\r\n"
    "D:00000000\r\n"
    "O:00000000\r\n"
    "Y:00000000\r\n"
    "Q:00000000\r\n";

TEST_F(OtGpioTest, AnswersQemusQueryWithItsInputsAndThoseThatAreNotConnected) {
  lines_.put(1, true);
  EXPECT_THAT(frames(), IsEmpty());
  EXPECT_TRUE(say(kOpening));
  EXPECT_THAT(frames(), ElementsAre("M:fffffff0\n", "I:00000002\n"));
  EXPECT_TRUE(lines_.connected);
  lines_.put(0, true);
  EXPECT_THAT(frames(), ElementsAre("I:00000003\n"));
}

TEST_F(OtGpioTest, DrivesTheLinesThatAreEnabled) {
  say(kOpening);
  say("O:00000005\n"
      "D:00000003\n");
  EXPECT_THAT(lines_.take_log(), UnorderedElementsAre("0=high", "1=low"));
  say("O:00000006\n");
  EXPECT_THAT(lines_.take_log(), UnorderedElementsAre("0=low", "1=high"));
  say("D:00000001\n");
  EXPECT_THAT(lines_.take_log(), ElementsAre("1 released"));
}

TEST_F(OtGpioTest, PullsTheLinesThatTheGuestHasPulled) {
  say(kOpening);
  say("P:00000001\n"
      "Z:fffffffc\n");
  EXPECT_THAT(lines_.take_log(), UnorderedElementsAre("0 pulled up", "1 pulled down"));
  say("P:00000000\n");
  EXPECT_THAT(lines_.take_log(), ElementsAre("0 pulled down"));
  say("Z:ffffffff\n");
  EXPECT_THAT(lines_.take_log(), UnorderedElementsAre("0 released", "1 released"));
}

TEST_F(OtGpioTest, ALineThatBeginsToFloatIsMasked) {
  say(kOpening);
  lines_.put(2, true);
  frames();
  lines_.floating.insert(2);
  lines_.put(2, false);
  EXPECT_THAT(frames(), ElementsAre("M:fffffff4\n", "I:00000000\n"));
}

TEST_F(OtGpioTest, ReadsFramesThatComeByteByByte) {
  for (const char c : std::string("D:00000001\n"
                                  "O:00000001\n"))
    say({&c, 1});
  EXPECT_EQ(lines_.driven(0), true);
}

TEST_F(OtGpioTest, AResetReleasesAllLines) {
  say("D:0000000f\n");
  say("C:00000000\n");
  EXPECT_EQ(lines_.driven_count(), 0U);
}

TEST_F(OtGpioTest, ReleasesAllLinesWhenItEnds) {
  say("D:0000000f\n");
  device_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.listened_to());
  EXPECT_FALSE(lines_.connected);
}

TEST_F(OtGpioTest, WhatIsNotAFrameEndsTheConnection) {
  EXPECT_TRUE(say("\n\r\nX:00000000\n"));
  for (const char* wrong : {"hello\n", "D\n", "D:\n", "D:xyz\n", "D:123456789\n", "D:1 \n"}) {
    make();
    EXPECT_FALSE(say(wrong)) << wrong;
  }
  make();
  EXPECT_THAT(say(std::string(100, 'D')).error().message, HasSubstr("more than 32 bytes"));
  EXPECT_EQ(lines_.driven_count(), 0U);
}

}  // namespace
}  // namespace pinbridge::opentitan
