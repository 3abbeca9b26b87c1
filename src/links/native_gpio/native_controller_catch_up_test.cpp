#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/testing/controller_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A controller whose writes are traced, and what its registers are at.
class CatchUpTest : public testing::ControllerTest {
 protected:
  using Registers = std::map<std::uint32_t, std::uint64_t>;

  void start(std::string_view type) {
    ControllerTest::start(device(type));
    answer(heard_.size());
  }
  void catch_up() {
    dialogues_.emplace_back(loop_.io().get_executor(), "catching up", catch_up_and_count());
    testing::settle(loop_);
  }
  Dialogue::Steps catch_up_and_count() {
    co_await controller_->catch_up([this](const std::function<void()>& what) { loop_.turn(what); });
    ++done_;
  }
  /// QEMU answers what it was asked; how much that was.
  std::size_t answer_from(const Registers& registers) {
    std::string text;
    std::size_t count = 0;
    for (const std::string& line : qtest_peer().all()) {
      if (!line.starts_with("read")) {
        text += "OK\n";
        continue;
      }
      const auto offset = std::stoul(line.substr(line.find(' ')), nullptr, 0) - 0x1000;
      const auto found = registers.find(static_cast<std::uint32_t>(offset));
      text += fmt::format("OK {:#x}\n", found == registers.end() ? 0 : found->second);
      ++count;
    }
    qtest_peer().say(text);
    testing::settle(loop_);
    return count;
  }

  int done_ = 0;
  std::vector<Dialogue> dialogues_;
};

TEST_F(CatchUpTest, TheValuesOfTheRegistersAreOnTheLinesWithoutAWrite) {
  start("npcm7xx-gpio");
  catch_up();
  EXPECT_EQ(answer_from({{0x0c, 0x1}, {0x10, 0x3}, {0x1c, 0xc}}), 6U);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high", "1=low", "2 pulled up", "3 pulled up"));
  EXPECT_EQ(done_, 1);
}

TEST_F(CatchUpTest, WhereTheGuestWroteMeanwhileItIsAskedAgain) {
  start("imx.gpio");
  catch_up();
  write("GDIR", 0x2);
  EXPECT_EQ(answer_from({{0x4, 0x1}}), 2U);
  EXPECT_THAT(lines_.take_log(), ElementsAre("1=low")) << "what the guest wrote, and no more";
  EXPECT_EQ(done_, 0);
  EXPECT_EQ(answer_from({{0x0, 0x1}, {0x4, 0x3}}), 2U);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high"));
  EXPECT_EQ(done_, 1);
}

TEST_F(CatchUpTest, AResetMeanwhileCountsAsAWrite) {
  start("imx.gpio");
  catch_up();
  controller_->reset();
  qtest_peer().all();
  qtest_peer().say("OK 0x1\nOK 0x1\n");
  testing::settle(loop_);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(CatchUpTest, AGuestThatAlwaysWritesIsLeftAlone) {
  start("imx.gpio");
  catch_up();
  int rounds = 0;
  for (; done_ == 0 && rounds < 100; ++rounds) {
    write("DR", 0);
    EXPECT_EQ(answer_from({{0x4, 0x1}}), 2U);
  }
  EXPECT_EQ(rounds, 8);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(CatchUpTest, AGuestThatResetsAllTheTimeHasOneQuestionAsked) {
  start("imx.gpio");
  for (int i = 0; i < 1000; ++i) {
    controller_->reset();
    catch_up();
  }
  const auto asked = qtest_peer().all();
  EXPECT_EQ(std::ranges::count_if(asked, [](const auto& line) { return line.starts_with("read"); }),
            2);
}

TEST_F(CatchUpTest, TheLevelThatAnInputIsAtIsNotWhatItWillDrive) {
  start("imx.gpio");
  write("DR", 0x1);
  catch_up();
  answer_from({{0x0, 0x2}, {0x4, 0x0}});
  write("GDIR", 0x3);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high", "1=low"));
}

TEST_F(CatchUpTest, ARegisterThatCannotBeReadStaysAsItWas) {
  start("imx.gpio");
  write("GDIR", 0x1);
  write("DR", 0x1);
  lines_.take_log();
  catch_up();
  qtest_peer().all();
  qtest_peer().say("FAIL\nOK 0x3\n");
  testing::settle(loop_);
  EXPECT_THAT(lines_.take_log(), ElementsAre("1=low"));
}

TEST_F(CatchUpTest, AnAnswerAfterTheEndIsIgnored) {
  start("imx.gpio");
  catch_up();
  controller_.reset();
  lines_.take_log();
  answer_from({{0x4, 0x1}});
  EXPECT_EQ(done_, 0);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(CatchUpTest, AMachineThatGoesOnIsGivenItsInputsOnceMore) {
  lines_.unwired = {3, 4, 5, 6, 7};
  lines_.put(1, true);
  start("pl061");
  write(0x400, 0x4);
  controller_->resumed();
  EXPECT_THAT(inputs(), ElementsAre("0 0", "1 1")) << "line 2 is an output";
}

TEST_F(CatchUpTest, AReleasedInputIsReleasedOnceMore) {
  start("sifive_soc.gpio");
  lines_.unwired = {0, 1, 2, 3, 4, 5, 6, 7};
  lines_.put(3, true);
  EXPECT_THAT(inputs(), ElementsAre("3 -1"));
  lines_.unwired = {};
  controller_->resumed();
  EXPECT_THAT(inputs(), ::testing::Contains("3 -1"));
}

TEST_F(CatchUpTest, NoInputIsRepeatedToAModelThatTakesThatForAnEdge) {
  start("mpc8xxx_gpio");
  EXPECT_THAT(heard_, SizeIs(8));
  controller_->resumed();
  EXPECT_THAT(inputs(), IsEmpty());
}

}  // namespace
}  // namespace pinbridge::native_gpio
