#include "links/message_queue/line_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"

namespace pinbridge::message_queue {
namespace {

using pinbridge::testing::FakeLines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool take(LineExchange& exchange, std::initializer_list<int> values) {
  std::vector<std::byte> bytes;
  for (const int value : values) bytes.push_back(std::byte(value));
  return exchange.take(bytes);
}

std::vector<std::string> all_sent(LineExchange& exchange) {
  std::vector<std::string> sent;
  while (const auto message = exchange.next()) {
    sent.push_back(fmt::format("{}={}", message->line, message->level ? 1 : 0));
    exchange.sent();
  }
  return sent;
}

class LineExchangeTest : public ::testing::Test {
 protected:
  LineExchangeTest() {
    for (std::uint16_t i = 4; i < 32; ++i) lines_.unwired.insert(i);
    lines_.floating.insert(3);
    lines_.put(1, true);
  }

  FakeLines lines_{32};
};

TEST_F(LineExchangeTest, SendsTheLevelsOfWiredLinesAtFirstAndThenEachChange) {
  LineExchange exchange(lines_);
  EXPECT_THAT(all_sent(exchange), ElementsAre("0=0", "1=1", "2=0"));
  lines_.put(0, true);
  EXPECT_THAT(all_sent(exchange), ElementsAre("0=1"));
}

TEST_F(LineExchangeTest, AMessageDrivesItsLineWhichIsNotSentBack) {
  LineExchange exchange(lines_);
  EXPECT_TRUE(take(exchange, {0x69, 0x10, 0, 1}));
  EXPECT_TRUE(take(exchange, {0x69, 0x10, 2, 7}));
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high", "2=high"));
  EXPECT_THAT(all_sent(exchange), ElementsAre("1=1"));
}

TEST_F(LineExchangeTest, OtherLengthsFirstBytesAndLinesAreNotMessages) {
  LineExchange exchange(lines_);
  EXPECT_FALSE(take(exchange, {}));
  EXPECT_FALSE(take(exchange, {0x69, 0x10, 0}));
  EXPECT_FALSE(take(exchange, {0x69, 0x10, 0, 1, 0}));
  EXPECT_FALSE(take(exchange, {0x69, 0x11, 0, 1}));
  EXPECT_FALSE(take(exchange, {0x68, 0x10, 0, 1}));
  EXPECT_FALSE(take(exchange, {0x69, 0x10, 32, 1}));
  EXPECT_FALSE(take(exchange, {0x69, 0x10, 254, 1}));
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(LineExchangeTest, Line255AsksForAllLevels) {
  LineExchange exchange(lines_);
  all_sent(exchange);
  int news = 0;
  exchange.on_news = [&] { ++news; };
  EXPECT_TRUE(take(exchange, {0x69, 0x10, 255, 0}));
  EXPECT_EQ(news, 1);
  EXPECT_THAT(all_sent(exchange), ElementsAre("0=0", "1=1", "2=0"));
}

TEST_F(LineExchangeTest, TheNewestLevelOfALineWaitsAndEarlierOnesAreCounted) {
  LineExchange exchange(lines_);
  all_sent(exchange);
  lines_.put(0, true);
  lines_.put(0, false);
  lines_.put(0, true);
  lines_.put(1, false);
  EXPECT_EQ(lines_.merged[0], 2);
  EXPECT_EQ(lines_.merged.count(1), 0U);
  EXPECT_THAT(all_sent(exchange), ::testing::UnorderedElementsAre("0=1", "1=0"));
}

TEST_F(LineExchangeTest, NoLineWaitsForeverBehindABusyOne) {
  LineExchange exchange(lines_);
  all_sent(exchange);
  lines_.put(0, true);
  lines_.put(2, true);
  EXPECT_EQ(exchange.next()->line, 0);
  exchange.sent();
  lines_.put(0, false);
  EXPECT_EQ(exchange.next()->line, 2);
}

TEST_F(LineExchangeTest, ReleasesTheLinesOfTheOtherEndWhenItEnds) {
  {
    LineExchange exchange(lines_);
    take(exchange, {0x69, 0x10, 5, 1});
    EXPECT_EQ(lines_.driven_count(), 1U);
  }
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.listened_to());
}

}  // namespace
}  // namespace pinbridge::message_queue
