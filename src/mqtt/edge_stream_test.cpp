#include "mqtt/edge_stream.hpp"

#include <gtest/gtest.h>

namespace pinbridge::mqtt {
namespace {

const auto kPin = std::make_shared<const std::string>("vm:1");

Time at(int ns) {
  return Time(Duration(ns));
}

void add(EdgeStream& stream, int count, int from = 1) {
  for (int i = from; i < from + count; ++i) {
    stream.add({kPin, i % 2 != 0 ? Level::high : Level::low, at(i)});
  }
}

TEST(EdgeStream, NumbersEdgesFromOneInTheirOrder) {
  EdgeStream stream;
  add(stream, 3);
  const auto batch = stream.take();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->first, 1U);
  EXPECT_EQ(batch->missed, 0U);
  ASSERT_EQ(batch->edges.size(), 3U);
  EXPECT_EQ(batch->edges[0].time, at(1));
  EXPECT_EQ(batch->edges[2].time, at(3));
  EXPECT_FALSE(stream.take());
  add(stream, 1, 4);
  EXPECT_EQ(stream.take()->first, 4U);
}

TEST(EdgeStream, SplitsIntoBatchesWithoutAGap) {
  EdgeStream stream;
  add(stream, 600);
  std::uint64_t next = 1;
  while (const auto batch = stream.take()) {
    EXPECT_EQ(batch->first, next);
    EXPECT_LE(batch->edges.size(), EdgeStream::kMostInBatch);
    next += batch->edges.size();
  }
  EXPECT_EQ(next, 601U);
}

TEST(EdgeStream, DropsTheOldestAndStatesHowMany) {
  EdgeStream stream(4);
  add(stream, 10);
  EXPECT_EQ(stream.waiting(), 4U);
  EXPECT_EQ(stream.dropped(), 6U);
  const auto batch = stream.take();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->missed, 6U);
  EXPECT_EQ(batch->first, 7U);
  EXPECT_EQ(batch->edges.size(), 4U);
  add(stream, 1, 11);
  const auto next = stream.take();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->missed, 0U);
  EXPECT_EQ(next->first, 11U);
}

TEST(EdgeStream, ReportsABatchThatWasGivenUpAsMissed) {
  EdgeStream stream;
  add(stream, 5);
  stream.give_up(*stream.take());
  EXPECT_EQ(stream.dropped(), 0U) << "not because too many waited";
  EXPECT_FALSE(stream.take());
  add(stream, 1, 6);
  const auto batch = stream.take();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->missed, 5U);
  EXPECT_EQ(batch->first, 6U);
}

TEST(EdgeStream, AddsUpWhatWasMissedTwice) {
  EdgeStream stream;
  add(stream, 5);
  stream.give_up(*stream.take());
  add(stream, 5, 6);
  stream.give_up(*stream.take());
  add(stream, 1, 11);
  const auto batch = stream.take();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->missed, 10U);
  EXPECT_EQ(batch->first, 11U);
}

}  // namespace
}  // namespace pinbridge::mqtt
