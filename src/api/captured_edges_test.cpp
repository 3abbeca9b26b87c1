#include "api/captured_edges.hpp"

#include <gtest/gtest.h>

namespace pinbridge::api {
namespace {

CapturedEdge edge_at(std::size_t ns) {
  return {.time = Time(Duration(static_cast<std::int64_t>(ns)))};
}

CapturedEdges edges(std::size_t count) {
  CapturedEdges result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(edge_at(i));
  return result;
}

void expect_from(const CapturedEdges& edges, std::size_t first, std::size_t count) {
  ASSERT_EQ(edges.size(), count);
  for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(edges[i].time, edge_at(first + i).time) << i;
}

constexpr std::size_t kBlock = CapturedEdges::kBlock;

TEST(CapturedEdges, AreAQueue) {
  CapturedEdges queue = edges(3 * kBlock + 5);
  expect_from(queue, 0, 3 * kBlock + 5);
  for (std::size_t i = 0; i < kBlock + 7; ++i) queue.pop_front();
  expect_from(queue, kBlock + 7, 2 * kBlock - 2);
  queue.push_back(edge_at(3 * kBlock + 5));
  expect_from(queue, kBlock + 7, 2 * kBlock - 1);
  while (!queue.empty()) queue.pop_front();
  queue.push_back(edge_at(9));
  expect_from(queue, 9, 1);
}

TEST(CapturedEdges, ASliceIsNotAffectedByTheOriginal) {
  CapturedEdges all = edges(2 * kBlock + 10);
  for (int i = 0; i < 3; ++i) all.pop_front();
  const CapturedEdges part = all.slice(kBlock - 5, 2 * kBlock + 7);
  expect_from(part, kBlock - 2, kBlock + 12);
  for (std::size_t i = 0; i < kBlock; ++i) all.push_back(edge_at(2 * kBlock + 10 + i));
  while (all.size() > 1) all.pop_front();
  expect_from(part, kBlock - 2, kBlock + 12);
  EXPECT_TRUE(part.slice(4, 4).empty());
}

TEST(CapturedEdges, WhatIsAppendedToACopyIsNotInTheOriginal) {
  CapturedEdges all = edges(10);
  CapturedEdges part = all.slice(0, 4);
  part.push_back(edge_at(4));
  CapturedEdges copy = all;
  copy.push_back(edge_at(10));
  all.push_back(edge_at(10));
  expect_from(part, 0, 5);
  expect_from(copy, 0, 11);
  expect_from(all, 0, 11);
}

TEST(CapturedEdges, FindsTheFirstOfATime) {
  const CapturedEdges all = edges(2 * kBlock).slice(10, 2 * kBlock);
  EXPECT_EQ(all.first_at(Time::min()), 0U);
  EXPECT_EQ(all.first_at(edge_at(kBlock).time), kBlock - 10);
  EXPECT_EQ(all.first_at(Time::max()), all.size());
  EXPECT_EQ(CapturedEdges().first_at(Time::min()), 0U);
}

TEST(CapturedEdges, OfAMillionACopyIsCheap) {
  const CapturedEdges all = edges(1'000'000);
  // As copies of edges these would be 16 GB.
  std::vector<CapturedEdges> copies;
  copies.reserve(1000);
  for (int i = 0; i < 1000; ++i) copies.push_back(all.slice(1, all.size()));
  EXPECT_EQ(copies.back().size(), 999'999U);
}

}  // namespace
}  // namespace pinbridge::api
