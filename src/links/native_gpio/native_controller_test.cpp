#include "links/native_gpio/native_controller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/testing/controller_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kPl061Data = 0x3fc;
constexpr std::uint32_t kPl061Direction = 0x400;
constexpr std::size_t kMostUnansweredHere = 1024;

using NativeControllerTest = testing::ControllerTest;

TEST_F(NativeControllerTest, OutputsDriveTheLinesInTheOrderOfTheWrites) {
  start(device("pl061"));
  write(kPl061Data, 0x2);
  EXPECT_THAT(lines_.take_log(), IsEmpty()) << "an input drives nothing";
  write(kPl061Direction, 0x6);
  write(kPl061Data, 0x4);
  write(kPl061Data, 0x4);
  write(kPl061Direction, 0x4);
  EXPECT_THAT(lines_.take_log(), ElementsAre("1=high", "2=low", "1=low", "2=high", "1 released"));
}

TEST_F(NativeControllerTest, ARegisterMayBeWrittenByItsName) {
  start(device("imx.gpio"));
  write("GDIR", 0x20);
  write("DR", 0x20);
  write("PSR", 0xff);
  EXPECT_THAT(lines_.take_log(), ElementsAre("5=low", "5=high"));
}

TEST_F(NativeControllerTest, AnInputThatTheGuestPullsIsPulled) {
  start(device("pl061_luminary"));
  write(0x510, 0x3);
  write(kPl061Direction, 0x1);
  write(0x510, 0x0);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0 pulled up", "1 pulled up", "0=low", "1 released"));
}

TEST_F(NativeControllerTest, ALineBeyondTheChipsIsPassedOver) {
  start(device("imx.gpio"));
  write("GDIR", 0xffffff00);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(NativeControllerTest, AChipWithMoreLinesThanTheControllerIsNotReadBeyondThem) {
  testing::FakeLines many(64);
  auto controller = make(device("pl061"), many);
  controller->start();
  EXPECT_THAT(inputs(), SizeIs(8));
  many.put(8, true);
  many.put(63, true);
  EXPECT_THAT(inputs(), IsEmpty());
}

TEST_F(NativeControllerTest, AtStartTheGuestIsGivenTheLevelOfEachWiredLine) {
  lines_.unwired = {1, 3, 4, 5, 6, 7};
  lines_.put(2, true);
  start(device("pl061"));
  EXPECT_THAT(heard_, ElementsAre("set_irq_in /machine/gpio unnamed-gpio-in 0 0",
                                  "set_irq_in /machine/gpio unnamed-gpio-in 2 1"));
}

TEST_F(NativeControllerTest, AnUnwiredLineIsNeverTouched) {
  lines_.unwired = {0, 1, 2, 3, 4, 5, 6, 7};
  start(device("sifive_soc.gpio"));
  lines_.put(3, true);
  write(0x08, 0xff);
  write(0x08, 0x00);
  controller_->reset();
  EXPECT_THAT(heard_, IsEmpty());
  EXPECT_THAT(inputs(), IsEmpty());
}

TEST_F(NativeControllerTest, EachEdgeReachesTheGuestOnceAndInOrder) {
  start(device("pl061"));
  lines_.pulse(4);
  lines_.put(5, true);
  lines_.put(5, true);
  EXPECT_THAT(inputs(), ElementsAre("4 1", "4 0", "5 1"));
}

TEST_F(NativeControllerTest, AnOutputIsGivenNoInput) {
  start(device("pl061"));
  write(kPl061Direction, 0x10);
  write(kPl061Data, 0x10);
  lines_.put(4, false);
  EXPECT_THAT(inputs(), IsEmpty());
}

TEST_F(NativeControllerTest, AnInputIsGivenAgainWhenALineTurnsToInput) {
  lines_.put(4, true);
  start(device("pl061"));
  write(kPl061Direction, 0x10);
  write(kPl061Direction, 0x00);
  EXPECT_THAT(inputs(), ElementsAre("4 0"));
  write(kPl061Direction, 0x10);
  lines_.put(4, true);
  write(kPl061Direction, 0x00);
  EXPECT_THAT(inputs(), ElementsAre("4 1"));
}

TEST_F(NativeControllerTest, AfterAResetAllLinesAreInputsAndGivenAgain) {
  lines_.unwired = {2, 3, 4, 5, 6, 7};
  lines_.put(1, true);
  start(device("pl061"));
  write(kPl061Direction, 0x81);
  EXPECT_THAT(inputs(), IsEmpty());
  lines_.take_log();
  controller_->reset();
  EXPECT_THAT(lines_.take_log(), ElementsAre("0 released", "7 released"));
  EXPECT_THAT(inputs(), ElementsAre("0 0", "1 1"));
  controller_->reset();
  EXPECT_THAT(inputs(), ElementsAre("0 0", "1 1"));
}

TEST_F(NativeControllerTest, AnInputIsReleasedWhenTheLineTurnsToOutput) {
  lines_.put(3, true);
  start(device("sifive_soc.gpio"));
  write(0x08, 0x08);
  EXPECT_THAT(inputs(), ElementsAre("3 -1"));
  write(0x0c, 0x08);
  write(0x08, 0x00);
  EXPECT_THAT(inputs(), ElementsAre("3 1"));
  lines_.unwired = {3};
  lines_.put(3, false);
  EXPECT_THAT(inputs(), ElementsAre("3 -1")) << "nothing drives the line any more";
}

TEST_F(NativeControllerTest, NoInputIsSetThatTheDeviceDoesNotHave) {
  auto fewer = device("pl061");
  fewer.inputs = 2;
  start(fewer);
  EXPECT_THAT(heard_, SizeIs(2));
  lines_.put(1, true);
  lines_.put(2, true);
  controller_->reset();
  EXPECT_THAT(inputs(), ElementsAre("1 1", "0 0", "1 1"));
}

TEST_F(NativeControllerTest, AModelWithoutInputPinsIsGivenLevelsByItsSetAndClearRegisters) {
  testing::FakeLines lines(54);
  for (std::uint16_t line = 0; line < 54; ++line) {
    if (line != 4 && line != 33) lines.unwired.insert(line);
  }
  auto pi = device("bcm2835_gpio");
  pi.inputs = 0;
  controller_ = make(pi, lines);
  controller_->start();
  EXPECT_THAT(qtest_peer().all(), ElementsAre("writel 0x1028 0x10", "writel 0x102c 0x2"));
  lines.put(4, true);
  lines.put(33, true);
  EXPECT_THAT(qtest_peer().all(), ElementsAre("writel 0x101c 0x10", "writel 0x1020 0x2"));
  write(0x00, 1U << 12);
  lines.put(4, false);
  EXPECT_THAT(qtest_peer().all(), IsEmpty()) << "line 4 is an output";
  write(0x00, 0);
  EXPECT_THAT(qtest_peer().all(), ElementsAre("writel 0x1028 0x10"));
  controller_->reset();
  EXPECT_THAT(qtest_peer().all(), ElementsAre("writel 0x1028 0x10", "writel 0x1020 0x2"));
  EXPECT_THAT(lines.take_log(), ElementsAre("4=low", "4 released"));
  controller_.reset();
}

TEST_F(NativeControllerTest, AtItsEndEveryLineIsReleasedAndHasNoListener) {
  start(device("pl061"));
  write(kPl061Direction, 0xff);
  EXPECT_EQ(lines_.driven_count(), 8U);
  controller_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.listened_to());
}

TEST_F(NativeControllerTest, WhileQemuOwesTooManyAnswersTheLatestLevelsWait) {
  start(device("pl061"));
  for (int i = 0; i < 5000; ++i) lines_.pulse(0);
  lines_.put(0, true);
  lines_.put(1, true);
  EXPECT_EQ(qtest_->unanswered(), kMostUnansweredHere);
  auto first = inputs();
  ASSERT_EQ(first.size(), kMostUnansweredHere - 8);
  EXPECT_EQ(first.back(), "0 0");
  answer(kMostUnansweredHere);
  EXPECT_THAT(inputs(), ElementsAre("0 1", "1 1"));
  // Of the edges of line 0, two of which are on the way now, so many are not.
  EXPECT_EQ(lines_.merged[0], 10'001 - (static_cast<int>(kMostUnansweredHere) - 8) - 1);
}

TEST_F(NativeControllerTest, APulseThatEndsWhileItWaitsIsCounted) {
  start(device("pl061"));
  while (qtest_->unanswered() < kMostUnansweredHere)
    lines_.put(0, !lines_.last_level(LineOffset{0}));
  EXPECT_THAT(lines_.merged, IsEmpty());
  inputs();
  lines_.pulse(1);
  answer(kMostUnansweredHere);
  EXPECT_THAT(inputs(), IsEmpty()) << "it is where the guest has it";
  EXPECT_THAT(lines_.merged, ElementsAre(std::pair(1, 1)));
}

TEST_F(NativeControllerTest, ALineThatChangesAllTheTimeKeepsNoOtherWaiting) {
  start(device("pl061"));
  while (qtest_->unanswered() < kMostUnansweredHere)
    lines_.put(0, !lines_.last_level(LineOffset{0}));
  lines_.put(1, true);
  inputs();
  // QEMU answers one by one, and each time there is an edge to be sent.
  std::vector<std::string> sent;
  for (std::size_t i = 0; i < 2 * kMostUnansweredHere && sent.empty(); ++i) {
    answer(1);
    lines_.put(0, !lines_.last_level(LineOffset{0}));
    for (auto& input : inputs()) {
      if (input == "1 1") sent.push_back(std::move(input));
    }
  }
  EXPECT_THAT(sent, ElementsAre("1 1"));
}

TEST_F(NativeControllerTest, ALineThatTurnsToOutputWhileItWaitsIsNotSent) {
  start(device("pl061"));
  while (qtest_->unanswered() < kMostUnansweredHere)
    lines_.put(0, !lines_.last_level(LineOffset{0}));
  lines_.put(1, true);
  inputs();
  write(kPl061Direction, 0x2);
  answer(kMostUnansweredHere);
  EXPECT_THAT(inputs(), IsEmpty());
  EXPECT_THAT(lines_.merged, IsEmpty());
}

}  // namespace
}  // namespace pinbridge::native_gpio
