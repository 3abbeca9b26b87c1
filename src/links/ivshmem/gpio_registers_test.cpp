#include "links/ivshmem/gpio_registers.hpp"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"

namespace pinbridge::ivshmem {
namespace {

using pinbridge::testing::FakeLines;
using ::testing::ElementsAre;

class GpioRegistersTest : public ::testing::Test {
 protected:
  GpioRegistersTest() {
    registers_.emplace(lines_, memory_, [this] { ++rings_; });
  }

  /// The guest's driver makes the line an output: the whole word of data first, inputs as zeros.
  void direction_output(std::uint16_t line, bool level) {
    write_output(line, level);
    memory_[GpioRegisters::out_enable] |= 1U << line;
  }
  void write_output(std::uint16_t line, bool level) {
    outputs_ = (outputs_ & ~(1U << line)) | (std::uint32_t{level} << line);
    memory_[GpioRegisters::data] = outputs_;
  }
  void enable_edges(std::uint32_t lines) {
    memory_[GpioRegisters::irq_rising] |= lines;
    memory_[GpioRegisters::irq_falling] |= lines;
    memory_[GpioRegisters::irq_enable] |= lines & 0xffU;
  }
  std::uint32_t data() const { return memory_[GpioRegisters::data]; }
  std::uint32_t status() const { return memory_[GpioRegisters::irq_status]; }

  FakeLines lines_{32};
  std::uint32_t memory_[GpioRegisters::kRegisters]{};
  std::uint32_t outputs_ = 0;
  int rings_ = 0;
  std::optional<GpioRegisters> registers_;
};

TEST_F(GpioRegistersTest, AnOutputIsFoundByAPoll) {
  EXPECT_FALSE(registers_->needs_poll());
  direction_output(3, true);
  EXPECT_TRUE(registers_->needs_poll());
  registers_->poll();
  write_output(3, false);
  EXPECT_TRUE(registers_->needs_poll());
  registers_->poll();
  memory_[GpioRegisters::out_enable] = 0;
  registers_->poll();
  EXPECT_THAT(lines_.take_log(), ElementsAre("3=high", "3=low", "3 released"));
  EXPECT_FALSE(registers_->needs_poll());
}

TEST_F(GpioRegistersTest, AnInputIsWrittenAtOnce) {
  lines_.put(5, true);
  EXPECT_EQ(data(), 1U << 5U);
  lines_.put(5, false);
  EXPECT_EQ(data(), 0U);
  EXPECT_EQ(rings_, 0);
}

TEST_F(GpioRegistersTest, InputsThatTheGuestHasOverwrittenAreAssertedAgain) {
  lines_.put(5, true);
  lines_.put(20, true);
  direction_output(3, true);
  EXPECT_EQ(data(), 1U << 3U);
  registers_->poll();
  EXPECT_TRUE(registers_->needs_poll());
  registers_->poll();
  EXPECT_EQ(data(), 1U << 3U | 1U << 5U | 1U << 20U);
  EXPECT_FALSE(registers_->needs_poll());
}

TEST_F(GpioRegistersTest, ALevelThatIsWrittenBeforeItsDirectionIsKept) {
  lines_.put(3, true);
  lines_.put(5, true);
  for (const std::uint16_t line : {std::uint16_t{3}, std::uint16_t{5}}) {
    write_output(line, false);
    registers_->poll();  // between the two writes of the driver
    memory_[GpioRegisters::out_enable] |= 1U << line;
    registers_->poll();
    EXPECT_EQ(lines_.driven(line), false) << line;
  }
}

TEST_F(GpioRegistersTest, ALineThatBecomesAnInputHasTheBoardsLevelAtOnce) {
  direction_output(3, true);
  registers_->poll();
  lines_.put(3, false);  // something stronger
  memory_[GpioRegisters::out_enable] = 0;
  registers_->poll();
  EXPECT_EQ(data(), 0U);
}

TEST_F(GpioRegistersTest, AnEnabledEdgeSetsItsStatusAndRings) {
  enable_edges(1U << 4U);
  lines_.put(5, true);
  EXPECT_EQ(rings_, 0);
  lines_.put(4, true);
  EXPECT_EQ(rings_, 1);
  EXPECT_EQ(status(), 1U << 4U);
  memory_[GpioRegisters::irq_end] = 1U << 4U;
  registers_->poll();
  EXPECT_EQ(status(), 0U);
  EXPECT_EQ(memory_[GpioRegisters::irq_end], 0U);
  memory_[GpioRegisters::irq_falling] = 0;
  lines_.put(4, false);
  EXPECT_EQ(rings_, 1) << "only rising edges";
  memory_[GpioRegisters::irq_enable] = 0;
  lines_.put(4, true);
  EXPECT_EQ(rings_, 1) << "after a monitor has ended";
}

TEST_F(GpioRegistersTest, EdgesBeforeTheGuestHasHandledTheFirstAreMerged) {
  enable_edges(1U << 4U);
  lines_.pulse(4);
  EXPECT_EQ(lines_.merged[4], 1);
  EXPECT_EQ(rings_, 2);
}

TEST_F(GpioRegistersTest, LinesWithoutMasksGoByTheirEdgesAndTheirStatusIsClearedForTheGuest) {
  enable_edges(1U << 8U | 1U << 31U);
  lines_.put(8, true);
  lines_.put(31, true);
  EXPECT_EQ(rings_, 2);
  EXPECT_EQ(status(), 1U << 8U | 1U << 31U);
  for (int i = 0; i + 1 < GpioRegisters::kPollsOfStatus; ++i) registers_->poll();
  EXPECT_EQ(status(), 1U << 8U | 1U << 31U) << "the guest may not have read it yet";
  registers_->poll();
  EXPECT_EQ(status(), 0U);
  EXPECT_FALSE(registers_->interrupt_is_overdue());
}

TEST_F(GpioRegistersTest, AnInterruptThatTheGuestDoesNotHandleIsOverdueAtLast) {
  enable_edges(1U);
  lines_.put(0, true);
  for (int i = 0; i < GpioRegisters::kPollsUntilOverdue; ++i) {
    EXPECT_FALSE(registers_->interrupt_is_overdue()) << i;
    registers_->poll();
  }
  EXPECT_TRUE(registers_->interrupt_is_overdue());
  memory_[GpioRegisters::irq_end] = 1;
  registers_->poll();
  EXPECT_FALSE(registers_->interrupt_is_overdue());
}

TEST_F(GpioRegistersTest, ReleasesItsOutputsAtTheEnd) {
  direction_output(3, true);
  direction_output(9, false);
  registers_->poll();
  registers_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.listened_to());
}

}  // namespace
}  // namespace pinbridge::ivshmem
