#include "api/outbox.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

class OutboxTest : public ::testing::Test {
 protected:
  int wakes_ = 0;
  Outbox box_{[this] { ++wakes_; }, "<bye>", 10};
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

}  // namespace
}  // namespace pinbridge
