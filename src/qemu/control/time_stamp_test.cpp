#include "qemu/control/time_stamp.hpp"

#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

using std::chrono::microseconds;

std::int64_t written(std::string_view line) {
  return split_time_stamp(line).written.value().time_since_epoch().count();
}

TEST(TimeStamp, OfTheTraceIsTakenOffAndRead) {
  EXPECT_EQ(split_time_stamp("1@2.000003:event").text, "event");
  EXPECT_EQ(written("1234@1700000000.123456:pl061_update x"), 1'700'000'000'123'456);
  EXPECT_EQ(split_time_stamp("1@2.000003:").text, "");
}

TEST(TimeStamp, OfALaterQemuIsTakenOffAndRead) {
  EXPECT_EQ(split_time_stamp("2026-01-08T17:05:15.012345Z event").text, "event");
  EXPECT_EQ(written("1970-01-02T00:00:01.000002Z event"), 86'401'000'002);
  EXPECT_EQ(written("2026-01-08T17:05:15.012345Z event"), 1'767'891'915'012'345);
}

// One line in a million is lost otherwise: 9,998 of 10,000 edges arrived.
TEST(TimeStamp, OfTheFirstMicrosecondOfASecondHasNoFraction) {
  EXPECT_EQ(split_time_stamp("2026-01-08T17:05:15Z event").text, "event");
  EXPECT_EQ(written("2026-01-08T17:05:15Z event"), 1'767'891'915'000'000);
}

TEST(TimeStamp, OnlyAWholeOneIsOne) {
  for (const char* line : {"",
                           "event",
                           "1@2.000003",
                           "1@2.000003 event",
                           "@2.000003:event",
                           "1@.000003:event",
                           "1@2.:event",
                           "1@2.3:event",
                           "1@2.0000003:event",
                           "a@2.000003:event",
                           "1@2:event",
                           "1.2@000003:event",
                           "-1@2.000003:x",
                           "1@-2.000003:x",
                           "1@2.-00003:x",
                           "99999999999999999999@2.000003:x",
                           "2026-01-08T17:05:15.012345Z",
                           "2026-01-08T17:05:15.012345Zevent",
                           "2026-13-08T17:05:15.012345Z event",
                           "2026-02-30T17:05:15.012345Z event",
                           "2026-01-08 17:05:15.012345Z event",
                           "26-01-08T17:05:15.012345Z event",
                           "2026-01-08T17:05:15Zevent",
                           "2026-01-08T17:05:15.Z event",
                           "2026-01-08T17:05Z event",
                           "2026-01-08T17:05:1"}) {
    EXPECT_EQ(split_time_stamp(line).text, line);
    EXPECT_FALSE(split_time_stamp(line).written) << line;
  }
}

TEST(TimeStamp, OfATimeThatTheLoopHasNoRoomForIsNone) {
  for (const char* line :
       {"1@9223372036854775807.000003:x", "1@9223372036.000003:x", "1391-01-01T00:00:00.000000Z x",
        "1969-12-31T23:59:59.999999Z x", "0000-01-01T00:00:00.000000Z x",
        "2200-01-01T00:00:00.000000Z x", "9999-12-31T23:59:59.999999Z x"}) {
    EXPECT_FALSE(split_time_stamp(line).written) << line;
  }
  const WallTime last = split_time_stamp("2199-12-30T23:59:59.999999Z x").written.value();
  EXPECT_GT(WallClock().to_loop(last), std::chrono::steady_clock::now());
}

TEST(WallClock, BringsNowToNow) {
  const WallClock clock;
  const auto now = std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
  const Duration off = clock.to_loop(now) - std::chrono::steady_clock::now();
  EXPECT_LT(std::chrono::abs(off), std::chrono::seconds(1));
}

}  // namespace
}  // namespace pinbridge::qemu
