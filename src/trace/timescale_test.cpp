#include "trace/timescale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::trace {
namespace {

using namespace std::chrono_literals;

TEST(Timescale, IsAPowerOfTen) {
  EXPECT_EQ(*parse_timescale("1ns"), 1ns);
  EXPECT_EQ(*parse_timescale("100us"), 100us);
  EXPECT_EQ(*parse_timescale("1s"), 1s);
  for (const char* text : {"2us", "10", "0", "10s", "often"}) {
    const auto parsed = parse_timescale(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error().message, ::testing::HasSubstr("is not a timescale"));
  }
}

TEST(Timescale, IsWrittenAsVcdHasItAndAsItIsRead) {
  EXPECT_EQ(timescale_text(1ns), "1 ns");
  EXPECT_EQ(timescale_text(10us), "10 us");
  EXPECT_EQ(timescale_text(100ms), "100 ms");
  EXPECT_EQ(timescale_text(100ns, ""), "100ns");
}

}  // namespace
}  // namespace pinbridge::trace
