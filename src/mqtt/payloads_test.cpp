#include "mqtt/payloads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::mqtt {
namespace {

using ::testing::HasSubstr;

constexpr std::chrono::system_clock::time_point kUtc{
    std::chrono::microseconds(1'764'405'228'123'456)};
const Moment kMoment{Time(Duration(17)), kUtc};

TEST(Payloads, WriteTheTimeOfTheWorld) {
  EXPECT_EQ(utc_text(kUtc), "2025-11-29T08:33:48.123456Z");
}

TEST(Payloads, WriteThePinsState) {
  EXPECT_EQ(pin_payload({Direction::out, Level::high}, 3, kMoment),
            R"({"state":"high","direction":"out","edges":3,"time":17,)"
            R"("utc":"2025-11-29T08:33:48.123456Z"})");
}

TEST(Payloads, WriteTheStatusOfABench) {
  EXPECT_EQ(offline_payload("4f"), R"({"state":"offline","run":"4f"})");
  const auto online = online_payload({"panel", "4f", true, {"led1:A"}, ""}, kMoment);
  EXPECT_THAT(online, HasSubstr(R"("state":"online","board":"panel","run":"4f",)"));
  EXPECT_THAT(online, HasSubstr(R"("control":true,"edges":["led1:A"],"time":17,)"));
  EXPECT_THAT(online, ::testing::Not(HasSubstr("page")));
  EXPECT_THAT(online_payload({"p", "4f", true, {}, "http://127.0.0.1:8080/"}, kMoment),
              HasSubstr(R"("page":"http://127.0.0.1:8080/")"));
}

TEST(Payloads, WriteEdgesWithTheirNumbers) {
  const auto pin = std::make_shared<const std::string>("vm:1");
  EdgeBatch batch{
      7, 0, {{pin, Level::low, Time(Duration(5))}, {pin, Level::high, Time(Duration(6))}}};
  EXPECT_EQ(edges_payload("4f", batch, kUtc),
            R"({"run":"4f","first":7,"utc":"2025-11-29T08:33:48.123456Z","edges":[)"
            R"({"pin":"vm:1","state":"low","time":5},{"pin":"vm:1","state":"high","time":6}]})");
  batch.missed = 6;
  EXPECT_THAT(edges_payload("4f", batch, kUtc), HasSubstr(R"("first":7,"missed":6,)"));
}

TEST(Payloads, WriteErrorsWithoutWhatATerminalObeys) {
  EXPECT_EQ(error_payload("a\x1b/b", make_error(ErrorCode::not_found, "there is no \"x\""), 0),
            R"({"topic":"a\\x1b/b","code":2,"message":"there is no \"x\""})");
  EXPECT_THAT(error_payload("a", make_error(ErrorCode::invalid, "x"), 4),
              HasSubstr(R"("suppressed":4)"));
  EXPECT_LT(
      error_payload(std::string(60'000, 'a'), {ErrorCode::invalid, std::string(60'000, 'b')}, 0)
          .size(),
      2'500U);
}

TEST(Payloads, OfPinsAreWordsOrJson) {
  for (const char* high :
       {"1", "high", "\"high\"", "\"1\"", R"({"state":"high"})", R"({"state":1})"}) {
    const auto drive = parse_set(high);
    ASSERT_TRUE(drive) << high;
    EXPECT_EQ(*drive, strong(true)) << high;
  }
  EXPECT_EQ(*parse_set("z"), kNoDrive);
  EXPECT_EQ(*parse_set("0"), strong(false));
}

TEST(Payloads, OfPinsThatAreNotStatesAreRefused) {
  for (const char* wrong : {"", "on", "2", "-1", "true", "null", "[1]", "{}", R"({"state":[]})",
                            R"({"state":null})", "{", "\xff\xfe", "1\n2", "1.0"}) {
    EXPECT_FALSE(parse_set(wrong)) << wrong;
  }
  EXPECT_EQ(parse_set(std::string(kLargestCommand + 1, '1')).error().code, ErrorCode::limit);
  EXPECT_FALSE(parse_set(std::string(kLargestCommand, '[')));
}

TEST(Payloads, OfControlsAreNumbersOrText) {
  EXPECT_EQ(*parse_control("3"), ControlValue(std::int64_t{3}));
  EXPECT_EQ(*parse_control("-3"), ControlValue(std::int64_t{-3}));
  EXPECT_EQ(*parse_control("true"), ControlValue(std::int64_t{1}));
  EXPECT_EQ(*parse_control("up"), ControlValue(std::string("up")));
  EXPECT_EQ(*parse_control("\"3\""), ControlValue(std::string("3")));
  EXPECT_EQ(*parse_control("21.3"), ControlValue(std::string("21.3")));
  EXPECT_EQ(*parse_control(R"({"value":false})"), ControlValue(std::int64_t{0}));
  EXPECT_FALSE(parse_control("null"));
  EXPECT_FALSE(parse_control("[]"));
  EXPECT_FALSE(parse_control("{}"));
  EXPECT_FALSE(parse_control("18446744073709551615"));
}

TEST(Payloads, OfPressesAreTimes) {
  EXPECT_EQ(*parse_press(""), api::Commands::kDefaultPress);
  EXPECT_EQ(*parse_press("PRESS"), api::Commands::kDefaultPress);
  EXPECT_EQ(*parse_press("2s"), std::chrono::seconds(2));
  EXPECT_FALSE(parse_press("long"));
}

}  // namespace
}  // namespace pinbridge::mqtt
