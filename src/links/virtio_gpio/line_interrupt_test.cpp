#include "links/virtio_gpio/line_interrupt.hpp"

#include <gtest/gtest.h>

namespace pinbridge::virtio_gpio {
namespace {

using Return = LineInterrupt::Return;

constexpr virtio::ChainHead kBuffer{7};
constexpr virtio::ChainHead kOther{8};
constexpr Return kValid{kBuffer, true};
constexpr Return kInvalid{kBuffer, false};

/// What becomes of a line whose trigger is set at `level`, is unmasked, and goes to the other
/// level.
std::optional<Return> edge_from(bool level, Trigger trigger) {
  LineInterrupt interrupt;
  EXPECT_EQ(interrupt.set_trigger(trigger, level), std::nullopt);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, level), std::nullopt);
  return interrupt.level_changed(!level);
}

TEST(LineInterrupt, TheSpecificationsSixTypesAreKnownAndNoOther) {
  for (const std::uint32_t number : {0, 1, 2, 3, 4, 8}) EXPECT_TRUE(trigger_from(number)) << number;
  for (const std::uint32_t number : {5U, 6U, 7U, 9U, 12U, 16U, 256U, 260U, ~0U}) {
    EXPECT_FALSE(trigger_from(number)) << number;
  }
}

TEST(LineInterrupt, RisingIsSignalledForARisingEdgeOnly) {
  EXPECT_EQ(edge_from(false, Trigger::rising), kValid);
  EXPECT_EQ(edge_from(true, Trigger::rising), std::nullopt);
}

TEST(LineInterrupt, FallingIsSignalledForAFallingEdgeOnly) {
  EXPECT_EQ(edge_from(true, Trigger::falling), kValid);
  EXPECT_EQ(edge_from(false, Trigger::falling), std::nullopt);
}

TEST(LineInterrupt, BothIsSignalledForEachEdge) {
  EXPECT_EQ(edge_from(false, Trigger::both), kValid);
  EXPECT_EQ(edge_from(true, Trigger::both), kValid);
}

TEST(LineInterrupt, HighIsSignalledWhenTheLineGoesHigh) {
  EXPECT_EQ(edge_from(false, Trigger::high), kValid);
}

TEST(LineInterrupt, LowIsSignalledWhenTheLineGoesLow) {
  EXPECT_EQ(edge_from(true, Trigger::low), kValid);
}

TEST(LineInterrupt, NoneSignalsNothingAndKeepsNoBuffer) {
  LineInterrupt interrupt;
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), kInvalid);
  EXPECT_EQ(interrupt.level_changed(false), std::nullopt);
  EXPECT_EQ(interrupt.level_changed(true), std::nullopt);
}

TEST(LineInterrupt, AnActiveLevelIsSignalledAtEachUnmask) {
  LineInterrupt interrupt;
  EXPECT_EQ(interrupt.set_trigger(Trigger::high, true), std::nullopt);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), kValid);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), kValid);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, false), std::nullopt);
}

TEST(LineInterrupt, AMaskedLevelIsNotLatched) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::low, true);
  EXPECT_EQ(interrupt.level_changed(false), std::nullopt);
  EXPECT_EQ(interrupt.level_changed(true), std::nullopt);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), std::nullopt);
}

TEST(LineInterrupt, ManyEdgesWhileMaskedAreLatchedAsOne) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::both, false);
  for (const bool level : {true, false, true}) interrupt.level_changed(level);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), kValid);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), std::nullopt);
}

TEST(LineInterrupt, TheEdgeThatDoesNotCountIsNotLatched) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, true);
  interrupt.level_changed(false);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, false), std::nullopt);
}

TEST(LineInterrupt, AnotherTriggerWithoutNoneBetweenDropsTheLatchAndKeepsTheBuffer) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, false);
  interrupt.level_changed(true);
  EXPECT_EQ(interrupt.set_trigger(Trigger::falling, true), std::nullopt);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), std::nullopt);
  EXPECT_EQ(interrupt.set_trigger(Trigger::rising, true), std::nullopt);
  EXPECT_EQ(interrupt.level_changed(false), std::nullopt);
  EXPECT_EQ(interrupt.level_changed(true), kValid);
}

TEST(LineInterrupt, TheSameTriggerAgainKeepsTheLatch) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, false);
  interrupt.level_changed(true);
  interrupt.set_trigger(Trigger::rising, true);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), kValid);
}

TEST(LineInterrupt, ALevelTriggerSetWhileItIsActiveAndUnmaskedIsSignalledAtOnce) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, true);
  interrupt.buffer_came(kBuffer, true);
  EXPECT_EQ(interrupt.set_trigger(Trigger::high, true), kValid);
}

TEST(LineInterrupt, NoneGivesTheBufferBackInvalidAndDropsTheLatch) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, false);
  interrupt.buffer_came(kBuffer, false);
  EXPECT_EQ(interrupt.set_trigger(Trigger::none, false), kInvalid);
  EXPECT_EQ(interrupt.set_trigger(Trigger::none, false), std::nullopt);

  interrupt.set_trigger(Trigger::rising, false);
  interrupt.level_changed(true);
  interrupt.set_trigger(Trigger::none, true);
  interrupt.set_trigger(Trigger::rising, true);
  EXPECT_EQ(interrupt.buffer_came(kBuffer, true), std::nullopt);
}

TEST(LineInterrupt, ASecondBufferGoesBackInvalidAndTheFirstStays) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, false);
  interrupt.buffer_came(kBuffer, false);
  EXPECT_EQ(interrupt.buffer_came(kOther, false), (Return{kOther, false}));
  EXPECT_EQ(interrupt.level_changed(true), kValid);
}

TEST(LineInterrupt, TakingTheBufferMasksAndEdgesAreLatchedFromThen) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::falling, true);
  interrupt.buffer_came(kBuffer, true);
  EXPECT_EQ(interrupt.take_buffer(), kInvalid);
  EXPECT_EQ(interrupt.take_buffer(), std::nullopt);
  EXPECT_EQ(interrupt.level_changed(false), std::nullopt);
  EXPECT_EQ(interrupt.buffer_came(kOther, false), (Return{kOther, true}));
}

TEST(LineInterrupt, CountsTheEdgesThatShareAnInterruptWithAnEarlierOne) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::both, false);
  interrupt.buffer_came(kBuffer, false);
  EXPECT_EQ(interrupt.level_changed(true), kValid);
  EXPECT_EQ(interrupt.level_changed(false), std::nullopt);
  EXPECT_EQ(interrupt.merged(), 0U) << "this edge is latched, and gets the next interrupt";
  interrupt.level_changed(true);
  interrupt.level_changed(false);
  EXPECT_EQ(interrupt.merged(), 2U);
  EXPECT_EQ(interrupt.buffer_came(kOther, false), (Return{kOther, true}));
  interrupt.level_changed(true);
  EXPECT_EQ(interrupt.merged(), 2U);
}

TEST(LineInterrupt, CountsOnlyEdgesThatTheTriggerIsFor) {
  LineInterrupt interrupt;
  interrupt.set_trigger(Trigger::rising, false);
  for (int i = 0; i < 3; ++i) {
    interrupt.level_changed(true);
    interrupt.level_changed(false);
  }
  EXPECT_EQ(interrupt.merged(), 2U);
  interrupt.set_trigger(Trigger::high, false);
  for (int i = 0; i < 3; ++i) {
    interrupt.level_changed(true);
    interrupt.level_changed(false);
  }
  EXPECT_EQ(interrupt.merged(), 2U) << "a level is no edge";
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
