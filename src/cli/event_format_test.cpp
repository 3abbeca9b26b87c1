#include "cli/event_format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::cli {
namespace {

using namespace std::chrono_literals;

std::string write(const std::string& format, EventFormat::Clock clock = {}) {
  const auto parsed = EventFormat::parse(format);
  return parsed->write("vm:24", PinEvent::falling, Time(12s + 345ns), clock);
}

TEST(EventFormat, NamesPinPartAndEventAsGpiomonDoes) {
  EXPECT_EQ(write("%c %o %l %e %E"), "vm 24 vm:24 2 falling");
  EXPECT_EQ(write("100%%%n%t|"), "100%\n\t|");
}

TEST(EventFormat, WritesSecondsOfTheClockAskedFor) {
  EXPECT_EQ(write("%S"), "12.000000345");
  EXPECT_EQ(write("%S", {.realtime = true, .realtime_offset = 1000s}), "1012.000000345");
}

TEST(EventFormat, WritesCalendarTimeWhateverTheClock) {
  EXPECT_EQ(write("%U", {.realtime_offset = 1'700'000'000s}), "2023-11-14T22:13:32.000000345Z");
}

TEST(EventFormat, ByDefaultIsTimeEventAndPin) {
  EXPECT_EQ(write(EventFormat::kDefault), "12.000000345\tfalling\t\"vm:24\"");
}

TEST(EventFormat, RefusesOtherSpecifiersAndALonePercent) {
  for (const char* format : {"%x", "100%"}) {
    const auto parsed = EventFormat::parse(format);
    ASSERT_FALSE(parsed);
    EXPECT_THAT(parsed.error().message,
                ::testing::HasSubstr("is not a specifier of the format; the specifiers are %o"));
  }
}

TEST(EventFormat, EveryLevelIsAnEventOfItsOwn) {
  EXPECT_EQ(event_of("high"), PinEvent::rising);
  EXPECT_EQ(event_of("low"), PinEvent::falling);
  EXPECT_EQ(event_of("highz"), PinEvent::highz);
  EXPECT_EQ(event_of("conflict"), PinEvent::conflict);
}

}  // namespace
}  // namespace pinbridge::cli
