#include "mqtt/side_payload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mqtt/payloads.hpp"

namespace pinbridge::mqtt {
namespace {

using ::testing::HasSubstr;

TEST(SidePayload, IsReadAsItWasWritten) {
  SideBatch batch{17, {}};
  for (const Signal signal : {Signal{}, pull(true), strong(false), supply(true),
                              Signal{Level::conflict, Strength::strong}}) {
    batch.drives.push_back({signal, Time(Duration(123))});
  }
  const auto read = parse_side(side_payload("4f", batch, {})).value();
  EXPECT_EQ(read.run, "4f");
  EXPECT_EQ(read.batch.first, 17U);
  EXPECT_EQ(read.batch.drives, batch.drives);
  EXPECT_EQ(read.batch.next(), 22U);
}

TEST(SidePayload, TheLargestOneIsNotTooLongToBeReceived) {
  const SideDrive widest{{Level::conflict, Strength::supply}, Time::max()};
  const SideBatch batch{1'000'000'000'000'000'000, std::vector(SideStream::kMostInBatch, widest)};
  const auto payload = side_payload(std::string(32, 'f'), batch, {});
  EXPECT_LT(payload.size(), kLargestReceived);
  EXPECT_TRUE(parse_side(payload));
}

TEST(SidePayload, AnythingElseThanDrivesIsRefusedWithASentence) {
  const auto refusal = [](std::string_view payload) { return parse_side(payload).error().message; };
  EXPECT_EQ(refusal("high"), "it is not a JSON object");
  EXPECT_EQ(refusal("[]"), "it is not a JSON object");
  EXPECT_THAT(refusal("{}"), HasSubstr("no \"run\""));
  EXPECT_THAT(refusal(R"({"run":"a","first":0,"drives":[]})"), HasSubstr("no \"first\""));
  EXPECT_THAT(refusal(R"({"run":"a","first":1,"drives":[]})"), HasSubstr("no \"drives\""));
  const auto with = [&](std::string_view drive) {
    return refusal(fmt::format(R"({{"run":"a","first":1,"drives":[{}]}})", drive));
  };
  EXPECT_THAT(with("1"), HasSubstr("a drive is"));
  EXPECT_THAT(with(R"({"state":"high","strength":"none","time":1})"), HasSubstr("a drive is"));
  EXPECT_THAT(with(R"({"state":"highz","strength":"pull","time":1})"), HasSubstr("a drive is"));
  EXPECT_THAT(with(R"({"state":"up","strength":"pull","time":1})"), HasSubstr("a drive is"));
  EXPECT_THAT(with(R"({"state":"high","strength":"pull","time":1.5})"), HasSubstr("a drive is"));
  EXPECT_THAT(refusal(std::string(kLargestReceived, ' ')), HasSubstr("65536 bytes or more"));
}

TEST(OtherStatus, IsOnlineOnlyWithThatState) {
  EXPECT_TRUE(parse_status(R"({"state":"online","run":"a"})")->online);
  EXPECT_EQ(parse_status(R"({"state":"online","run":"a"})")->run, "a");
  EXPECT_FALSE(parse_status(R"({"state":"offline","run":"a"})")->online);
  EXPECT_FALSE(parse_status(R"({"state":1})")->online);
  EXPECT_FALSE(parse_status(""));
}

}  // namespace
}  // namespace pinbridge::mqtt
