#include "api/outbox.hpp"

#include <gtest/gtest.h>

namespace pinbridge::api {
namespace {

class OutboxTest : public ::testing::Test {
 protected:
  int wakes_ = 0;
  MemoryBudget budget_{100};
  Outbox box_{budget_, [this] { ++wakes_; }, "<bye>", 10};
};

TEST_F(OutboxTest, WakesOnceUntilItIsEmptyAgain) {
  box_.append("one");
  box_.append("two");
  EXPECT_EQ(wakes_, 1);
  EXPECT_EQ(box_.begin_send(), "onetwo");
  box_.append("3");
  EXPECT_EQ(wakes_, 1);
  box_.sent();
  EXPECT_EQ(box_.begin_send(), "3");
  box_.sent();
  EXPECT_EQ(box_.begin_send(), "");
  box_.append("4");
  EXPECT_EQ(wakes_, 2);
}

TEST_F(OutboxTest, AClientThatLagsGetsAllUpToTheBoundAndThenTheFarewellOnly) {
  box_.append("12345");
  EXPECT_EQ(box_.begin_send(), "12345");
  box_.append("67890");
  EXPECT_FALSE(box_.lagged());
  box_.append("x");
  box_.append("y");
  EXPECT_TRUE(box_.lagged());
  EXPECT_FALSE(box_.finished());
  box_.sent();
  EXPECT_EQ(box_.begin_send(), "67890<bye>");
  box_.sent();
  EXPECT_TRUE(box_.finished());
}

TEST_F(OutboxTest, MessagesWaitBehindAReservedPlace) {
  box_.append("1");
  const Outbox::Place two = box_.reserve();
  box_.append("3");
  const Outbox::Place four = box_.reserve();
  box_.append("5");
  EXPECT_EQ(box_.begin_send(), "1");
  box_.sent();
  EXPECT_FALSE(box_.idle());
  EXPECT_EQ(wakes_, 1);
  box_.fill(four, "4");
  EXPECT_EQ(box_.begin_send(), "");
  EXPECT_EQ(wakes_, 1);
  box_.fill(two, "2");
  EXPECT_EQ(wakes_, 2);
  EXPECT_EQ(box_.begin_send(), "2345");
  box_.sent();
  EXPECT_TRUE(box_.idle());
}

TEST_F(OutboxTest, WhatWaitsBehindAReservedPlaceCountsTowardsTheBoundAndTheBudget) {
  const Outbox::Place place = box_.reserve();
  box_.append("1234567890");
  EXPECT_EQ(budget_.used(), 10U);
  box_.append("x");
  EXPECT_TRUE(box_.lagged());
  box_.fill(place, "0");
  EXPECT_EQ(box_.begin_send(), "01234567890<bye>");
}

TEST_F(OutboxTest, AClientThatOnlyReceivesMessagesWithReservedPlacesAlsoLags) {
  box_.fill(box_.reserve(), "1234567890");
  EXPECT_FALSE(box_.lagged());
  const Outbox::Place refused = box_.reserve();
  EXPECT_TRUE(box_.lagged());
  EXPECT_EQ(wakes_, 2);
  box_.fill(refused, "not queued");
  EXPECT_EQ(box_.begin_send(), "1234567890<bye>");
  box_.sent();
  EXPECT_TRUE(box_.finished());
}

TEST_F(OutboxTest, APlaceThatWasReservedBeforeTheEndIsFilled) {
  const Outbox::Place place = box_.reserve();
  box_.end();
  EXPECT_FALSE(box_.finished());
  box_.append("too late");
  box_.fill(place, "last");
  EXPECT_EQ(wakes_, 2);
  EXPECT_EQ(box_.begin_send(), "last");
  box_.sent();
  EXPECT_TRUE(box_.finished());
}

TEST_F(OutboxTest, AnEvictedClientLosesItsReservedPlaces) {
  const Outbox::Place place = box_.reserve();
  box_.append(std::string(200, 'x'));
  EXPECT_TRUE(box_.evicted());
  box_.fill(place, "nothing");
  EXPECT_TRUE(box_.finished());
}

TEST_F(OutboxTest, AnAnswerLongerThanTheBoundReachesAClientThatReads) {
  box_.append("an answer of many bytes");
  EXPECT_FALSE(box_.lagged());
  EXPECT_EQ(box_.begin_send(), "an answer of many bytes");
  box_.sent();
  box_.append("next");
  EXPECT_FALSE(box_.lagged());
}

TEST_F(OutboxTest, TakesNothingAfterItsEnd) {
  box_.append("a");
  box_.end();
  EXPECT_EQ(wakes_, 2);
  box_.append("b");
  EXPECT_EQ(box_.begin_send(), "a");
  box_.sent();
  EXPECT_TRUE(box_.finished());
}

TEST_F(OutboxTest, WhoHoldsMostIsEvictedWhereAllExceedTheirBudget) {
  int others_wakes = 0;
  Outbox other(budget_, [&] { ++others_wakes; }, "<bye>", 1000);
  other.append(std::string(60, 'x'));
  other.begin_send();
  other.append(std::string(35, 'y'));
  box_.append("12345");
  EXPECT_FALSE(other.evicted()) << "exactly the budget";
  box_.append("6");
  EXPECT_TRUE(other.evicted());
  EXPECT_TRUE(other.ended());
  EXPECT_EQ(others_wakes, 2) << "its connection is to be closed";
  EXPECT_FALSE(box_.evicted());
  EXPECT_EQ(budget_.used(), 6U);
  box_.begin_send();
  box_.sent();
  EXPECT_EQ(budget_.used(), 0U);
}

TEST_F(OutboxTest, WhatAClientHasHalfSentCounts) {
  box_.hold_input(101);
  EXPECT_TRUE(box_.evicted());
  EXPECT_EQ(budget_.used(), 0U);
}

}  // namespace
}  // namespace pinbridge::api
