#include "trace/shared_ticks.hpp"

#include <initializer_list>

#include <gtest/gtest.h>

namespace pinbridge::trace {
namespace {

using namespace std::chrono_literals;

SharedTicks with_edges_at(std::initializer_list<Duration> times) {
  SharedTicks ticks(1us);
  for (const Duration time : times) ticks.add(time);
  return ticks;
}

TEST(SharedTicks, AreNoneWhereEdgesAreFarApartOrOfOneTime) {
  const auto ticks = with_edges_at({0ns, 1999ns, 2000ns, 2000ns, 5s});
  EXPECT_EQ(ticks.edges(), 0U);
  EXPECT_EQ(ticks.separating_unit(), 1us);
}

TEST(SharedTicks, AreCountedByEdgeAndCuredByASmallerUnit) {
  const auto ticks = with_edges_at({3100ns, 3500ns, 3500ns, 9000ns});
  EXPECT_EQ(ticks.edges(), 2U);
  EXPECT_EQ(ticks.separating_unit(), 100ns);
  EXPECT_EQ(with_edges_at({3100ns, 3500ns, 3507ns}).separating_unit(), 1ns);
  EXPECT_EQ(with_edges_at({3100ns, 3112ns}).separating_unit(), 10ns);
}

TEST(SharedTicks, BelongToTheStartOfTheRecordingToo) {
  const auto ticks = with_edges_at({300ns});
  EXPECT_EQ(ticks.edges(), 1U);
  EXPECT_EQ(ticks.separating_unit(), 100ns);
}

}  // namespace
}  // namespace pinbridge::trace
