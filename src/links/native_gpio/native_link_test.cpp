#include "links/native_gpio/native_link.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "links/native_gpio/testing/native_link_test.hpp"
#include "qemu/control/testing/stamp.hpp"

namespace pinbridge::native_gpio {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using testing::FakeMachine;
using testing::FakeQemu;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using NativeLinkTest = testing::NativeLinkTest;

TEST_F(NativeLinkTest, TheMachineStartsOnceItsInputsWereGiven) {
  lines_.unwired = {0, 1, 2, 4, 5, 6};
  lines_.put(7, true);
  start();
  auto qemu = connect();
  EXPECT_TRUE(qemu->until([&] { return qemu->count("readl") == 2; }));
  qemu->answers_qtest = false;
  EXPECT_TRUE(qemu->until([&] { return lines_.connected; }));
  qemu->rest();
  EXPECT_EQ(qemu->count("cont"), 0U) << "QEMU has not taken the inputs yet";
  qemu->answers_qtest = true;
  EXPECT_TRUE(qemu->until_told("cont"));
  qemu->rest();
  const std::vector<std::string> last(qemu->told.end() - 3, qemu->told.end());
  EXPECT_THAT(last,
              ElementsAre("set_irq_in /machine/unattached/device[7] unnamed-gpio-in 3 0",
                          "set_irq_in /machine/unattached/device[7] unnamed-gpio-in 7 1", "cont"));
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(NativeLinkTest, AMachineWithoutWiredInputsStartsAsWell) {
  for (std::uint16_t i = 0; i < lines_.count(); ++i) lines_.unwired.insert(i);
  start();
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_EQ(qemu->count("set_irq_in"), 0U);
}

TEST_F(NativeLinkTest, AMachineThatItsUserStoppedIsNotStarted) {
  start();
  FakeQemu qemu(loop_, directory_, virt(), qemu::kMonitorId);
  EXPECT_TRUE(qemu.until([&] { return qemu.count("set_irq_in") == 8; }));
  qemu.rest();
  EXPECT_EQ(qemu.count("cont"), 0U);
  EXPECT_TRUE(lines_.connected);
}

TEST_F(NativeLinkTest, WhatTheGuestWritesDrivesTheLines) {
  start();
  auto qemu = running_qemu();
  EXPECT_EQ(lines_.connection,
            "QEMU 10.0, pl061 at /machine/unattached/device[7], with interrupts: every edge");
  qemu->trace(pl061_trace(0x40, 0x40));
  qemu->trace(pl061_trace(0x40, 0x00));
  EXPECT_TRUE(until([&] { return lines_.driven(6) == false; }));
  EXPECT_THAT(lines_.take_log(), ElementsAre("6=high", "6=low"));
  lines_.put(2, true);
  EXPECT_TRUE(qemu->until_told("set_irq_in /machine/unattached/device[7] unnamed-gpio-in 2 1"));
}

TEST_F(NativeLinkTest, EdgesThatAreReadTogetherHaveTheTimesAtWhichTheGuestMadeThem) {
  start();
  auto qemu = running_qemu();
  std::vector<Time> turns;
  loop_.set_hooks(
      {.begin = [&](Time now) { turns.push_back(now); }, .end = [] { return Time::max(); }});
  const auto wall =
      std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  // A time that is still to come would count as now.
  EXPECT_TRUE(until(
      [&] { return std::chrono::system_clock::now() >= wall + std::chrono::microseconds(300); }));
  qemu->trace(testing::stamp(wall + std::chrono::microseconds(50)) + pl061_trace(0x40, 0x40));
  qemu->trace(testing::stamp(wall + std::chrono::microseconds(300)) + pl061_trace(0x40, 0x00));
  EXPECT_TRUE(until([&] { return lines_.driven(6) == false; }));
  ASSERT_THAT(turns, SizeIs(2));
  EXPECT_EQ(turns[1] - turns[0], std::chrono::microseconds(250));
  loop_.set_hooks({});
}

TEST_F(NativeLinkTest, OnlyTheEventsOfItsControllersAreTraced) {
  start();
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_EQ(qemu->count("trace-event-set-state"), 3U);
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_update"), 1U);
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_write"), 1U);
  EXPECT_EQ(qemu->count("trace-event-set-state resettable_phase_hold_exec"), 1U);
}

TEST_F(NativeLinkTest, AMachineWithoutTheControllerGivesAnErrorAndIsStarted) {
  start("imx.gpio[1]");
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_THAT(log_.warnings(),
              ElementsAre("gpio: the machine has no controller \"imx.gpio[1]\"; it has pl061"));
  EXPECT_FALSE(lines_.connected);
  EXPECT_EQ(lines_.connection, "the machine has no controller \"imx.gpio[1]\"; it has pl061");
  EXPECT_EQ(qemu->count("set_irq_in"), 0U);
}

TEST_F(NativeLinkTest, TwoChipsForOneControllerAreOneTooMany) {
  testing::FakeLines other(8);
  start({{"one", &lines_, {}},
         {"two", &other, controllers::ControllerChoice::parse(kPl061).value()}});
  auto qemu = running_qemu();
  EXPECT_TRUE(lines_.connected);
  EXPECT_FALSE(other.connected);
  EXPECT_THAT(log_.warnings(), ElementsAre("two: another chip of the board has "
                                           "/machine/unattached/device[7] already"));
  qemu->trace(pl061_trace(0x1, 0x1));
  EXPECT_TRUE(until([&] { return lines_.driven(0) == true; }));
  EXPECT_EQ(other.driven_count(), 0U);
  link_.reset();
}

TEST_F(NativeLinkTest, AChipWithMoreLinesThanItsControllerGivesAWarning) {
  testing::FakeLines wide(32);
  wide.unwired = {8, 9};
  start({{"wide", &wide, {}}});
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_THAT(log_.warnings(), ElementsAre("wide: the machine's pl061 has 8 lines; nothing reaches "
                                           "line 10 and those behind it"));
  link_.reset();
}

TEST_F(NativeLinkTest, AControllerWhosePathQtestCannotTakeIsRefused) {
  start();
  auto qemu = connect(FakeMachine().device("/machine/my gpio", "pl061", 0, 8));
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr("cannot be written to QEMU's qtest")));
  EXPECT_EQ(qemu->count("set_irq_in"), 0U);
}

TEST_F(NativeLinkTest, AResetOfTheMachineGivesTheInputsAgain) {
  lines_.unwired = {2, 3, 4, 5, 6, 7};
  start();
  auto qemu = running_qemu();
  qemu->trace(pl061_trace(0x1, 0x1));
  qemu->trace("resettable_phase_hold_exec obj=0x55e005609de0(pl061) method=1");
  EXPECT_TRUE(qemu->until([&] { return qemu->count("set_irq_in") == 2; }));
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high", "0 released"));
  qemu->qmp.say("{\"event\": \"RESET\"}\n");
  qemu->rest();
  EXPECT_EQ(qemu->count("set_irq_in"), 2U) << "the trace reports it for traced controllers";
}

TEST_F(NativeLinkTest, WhatAMachineThatRunsAlreadyDrivesIsOnTheLinesFromTheStart) {
  lines_.unwired = {2, 3, 4, 5, 6, 7};
  start();
  auto qemu = connect();
  qemu->registers = {{"readl 0x90303fc", "0x1"}, {"readl 0x9030400", "0x1"}};
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high"));
  EXPECT_EQ(qemu->count("set_irq_in /machine/unattached/device[7] unnamed-gpio-in 0"), 0U);
  EXPECT_EQ(qemu->count("set_irq_in /machine/unattached/device[7] unnamed-gpio-in 1 0"), 1U);
}

TEST_F(NativeLinkTest, WhatAControllerIsAtAfterAResetIsRead) {
  const auto luminary = FakeMachine().device("/machine/gpio", "pl061_luminary", 0x40025000, 8);
  start();
  auto qemu = running_qemu(luminary);
  qemu->registers = {{"readl 0x40025510", "0x80"}};
  qemu->trace("resettable_phase_hold_exec obj=0x55e005609de0(pl061_luminary) method=1");
  qemu->qmp.say("{\"event\": \"RESET\"}\n");
  EXPECT_TRUE(qemu->until([&] { return lines_.logged() == 1; }));
  EXPECT_THAT(lines_.take_log(), ElementsAre("7 pulled up"));
}

TEST_F(NativeLinkTest, WhatAMachineDrivesThatGoesOnFromASnapshotIsRead) {
  lines_.unwired = {2, 3, 4, 5, 6, 7};
  start();
  auto qemu = running_qemu();
  qemu->qmp.say("{\"event\": \"STOP\"}\n");
  qemu->registers = {{"readl 0x90303fc", "0x1"}, {"readl 0x9030400", "0x1"}};
  qemu->qmp.say("{\"event\": \"RESUME\"}\n");
  EXPECT_TRUE(qemu->until([&] { return lines_.driven(0) == true; }));
}

TEST_F(NativeLinkTest, ForeignLinesArePassedOn) {
  start();
  auto qemu = connect();
  qemu->trace("before it is found");
  EXPECT_TRUE(qemu->until_told("cont"));
  qemu->trace("1234@1700000000.123456:my_own_event 7");
  EXPECT_TRUE(until([&] { return log_.lines("my_own_event").size() == 1; }));
  EXPECT_THAT(log_.lines("QEMU: "),
              ElementsAre("m: QEMU: before it is found", "m: QEMU: my_own_event 7"));
}

TEST_F(NativeLinkTest, UnreadableTraceIsReportedThreeTimesAndChangesNothing) {
  start();
  auto qemu = running_qemu();
  for (int i = 0; i < 10; ++i) qemu->trace("pl061_update of another version");
  qemu->trace(pl061_trace(0x1, 0x1));
  EXPECT_TRUE(until([&] { return lines_.driven(0) == true; }));
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high"));
  EXPECT_THAT(log_.warnings("wrote a trace line that cannot be read"), SizeIs(3));
  EXPECT_THAT(log_.warnings(), SizeIs(3));
}

TEST_F(NativeLinkTest, InputsThatChangeFasterThanQemuTakesThemAreCountedAsMerged) {
  start();
  auto qemu = running_qemu();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 2000; ++i) lines_.pulse(0);
    lines_.put(0, round % 2 == 0);
    qemu->rest();
  }
  EXPECT_GT(lines_.merged[0], 6000);
  EXPECT_EQ(qemu->told.back(), "set_irq_in /machine/unattached/device[7] unnamed-gpio-in 0 1");
}

TEST_F(NativeLinkTest, PacedLinesWaitForTheTraceOfTheirInterrupts) {
  lines_.paced = true;
  start();
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("trace-event-set-state pl061_update_istate"));
  EXPECT_TRUE(qemu->until_told("cont"));
  qemu->rest();
  lines_.put(2, true);
  EXPECT_THAT(lines_.held, ElementsAre(2));
  const auto trace_interrupts = [&](std::string_view raised) {
    qemu->trace(pl061_trace(0x0, 0x4));
    qemu->trace(
        fmt::format("pl061_update_istate /machine/unattached/device[7] GPIORIS {} GPIOIE "
                    "0x4 interrupt level 0",
                    raised));
    qemu->rest();
  };
  trace_interrupts("0x4");
  EXPECT_THAT(lines_.held, ElementsAre(2));
  trace_interrupts("0x0");
  qemu->trace("pl061_read /machine/unattached/device[7] offset 0x10 value 0x4");
  qemu->rest();
  EXPECT_THAT(lines_.held, IsEmpty());
}

TEST_F(NativeLinkTest, TheGuestsDriverIsNoticedByItsFirstWriteWhichIsTracedNoLonger) {
  start();
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("cont"));
  qemu->rest();
  qemu->trace(pl061_trace(0x0, 0x1));
  qemu->rest();
  EXPECT_FALSE(lines_.driver_seen) << "an input changed";
  const auto commands = qemu->count("trace-event-set-state pl061_write");
  qemu->trace("pl061_write /machine/unattached/device[7] offset 0x410 value 0x0");
  qemu->trace("pl061_write /machine/unattached/device[7] offset 0x400 value 0x0");
  qemu->rest();
  EXPECT_TRUE(lines_.driver_seen);
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_write"), commands + 1) << "it is disabled";
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(NativeLinkTest, ATraceOfWritesThatTheUserHasIsLeftAlone) {
  start();
  auto qemu = connect();
  qemu->replies["trace-event-get-state"] =
      R"({"return": [{"name": "pl061_write", "state": "enabled"}]})";
  EXPECT_TRUE(qemu->until_told("cont"));
  qemu->rest();
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_write"), 0U);
  EXPECT_TRUE(lines_.driver_seen) << "nothing else would show it";
}

TEST_F(NativeLinkTest, TheDriverOfAMachineThatHasRunIsTakenAsThere) {
  start();
  FakeQemu qemu(loop_, directory_, virt(), qemu::kMonitorId);
  qemu.replies["query-status"] = R"({"return": {"status": "running"}})";
  EXPECT_TRUE(qemu.until([&] { return qemu.count("set_irq_in") == 8; }));
  EXPECT_TRUE(lines_.driver_seen);
}

TEST_F(NativeLinkTest, AMachineThatAnEarlierBenchStartedIsTakenOverAsItIs) {
  start();
  auto qemu = connect();
  qemu->replies["query-status"] = R"({"return": {"status": "paused"}})";
  qemu->registers = {{"readl 0x9030400", "0x1"}, {"readl 0x90303fc", "0x1"}};
  EXPECT_TRUE(qemu->until([&] { return qemu->count("set_irq_in") == 7; })) << "line 0 is an output";
  qemu->rest();
  EXPECT_EQ(lines_.driven(0), true);
  EXPECT_TRUE(lines_.driver_seen);
  EXPECT_EQ(qemu->count("cont"), 0U) << "its user has paused it";
  // Its earlier trace ends before the log has a reader again, whatever the board was then.
  const auto log = qemu->place("human-monitor-command logfile \"" + directory_.string() + "/log\"");
  for (const char* event : {"pl061_update", "pl061_write", "imx_gpio_write"}) {
    EXPECT_LT(qemu->place(fmt::format("trace-event-set-state {}", event)), log);
  }
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_update"), 3U) << "and of its interrupts";
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_write"), 1U);
}

TEST_F(NativeLinkTest, AMachineIsStartedOnceItHasTheStateOfAnother) {
  start();
  auto qemu = connect();
  qemu->replies["query-status"] = R"({"return": {"status": "inmigrate"}})";
  EXPECT_TRUE(qemu->until([&] { return qemu->count("query-status") > 2; }));
  EXPECT_EQ(qemu->count("set_irq_in"), 0U) << "the state would overwrite it";
  qemu->replies["query-status"] = R"({"return": {"status": "paused"}})";
  qemu->replies["query-migrate"] = R"({"return": {"status": "completed"}})";
  EXPECT_TRUE(qemu->until_told("cont"));
}

TEST_F(NativeLinkTest, InterruptsAreNotTracedForOtherLines) {
  start();
  auto qemu = connect();
  EXPECT_TRUE(qemu->until_told("cont"));
  qemu->rest();
  EXPECT_EQ(qemu->count("trace-event-set-state pl061_update"), 1U);
  lines_.put(2, true);
  EXPECT_THAT(lines_.held, IsEmpty());
}

TEST_F(NativeLinkTest, ItsDirectoryIsItsOwnersOnlyAndGoneAfterwards) {
  start();
  struct stat status{};
  ASSERT_EQ(stat(directory_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700U);
  for (const char* name : {"qmp", "qtest", "log"}) {
    ASSERT_EQ(stat((directory_ / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 07777, 0600U) << name;
  }
  link_.reset();
  EXPECT_FALSE(fs::exists(directory_));
}

TEST_F(NativeLinkTest, ADirectoryThatAnEarlierOneLeftIsTaken) {
  ASSERT_EQ(mkdir(directory_.c_str(), 0700), 0);
  std::ofstream(directory_ / "log") << "what a QEMU without a bench wrote\n";
  start();
  running_qemu();
}

TEST_F(NativeLinkTest, ADirectoryThatOthersCanEnterIsRefused) {
  const auto why_not = [this] {
    NativeLink link(loop_, "m", directory_, {});
    const auto started = link.start();
    return started ? "" : started.error().message;
  };
  for (const mode_t mode : {0755U, 0710U, 0701U, 0770U}) {
    ASSERT_EQ(mkdir(directory_.c_str(), 0700), 0);
    ASSERT_EQ(chmod(directory_.c_str(), mode), 0);
    EXPECT_THAT(why_not(), HasSubstr("is not a private directory of yours (mode 0700)")) << mode;
    fs::remove(directory_);
  }
  std::ofstream(directory_) << "a file";
  EXPECT_THAT(why_not(), HasSubstr("is not a private directory of yours"));
  fs::remove(directory_);
  ASSERT_EQ(mkdir((folder_.path() / "else").c_str(), 0700), 0);
  fs::create_directory_symlink(folder_.path() / "else", directory_);
  EXPECT_THAT(why_not(), HasSubstr("is not a private directory of yours"));
  fs::remove(directory_);
  directory_ = folder_.path() / "none" / "m";
  EXPECT_THAT(why_not(), HasSubstr("cannot create the directory"));
}

TEST_F(NativeLinkTest, ADirectoryOfAnotherUserIsRefused) {
  if (getuid() != 0) GTEST_SKIP() << "only root gives directories away";
  ASSERT_EQ(mkdir(directory_.c_str(), 0700), 0);
  ASSERT_EQ(chown(directory_.c_str(), 12345, 12345), 0);
  NativeLink link(loop_, "m", directory_, {});
  const auto started = link.start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message, HasSubstr("not a private directory of yours"));
}

TEST_F(NativeLinkTest, ASecondBenchIsRefusedAndTakesNothingFromTheFirst) {
  start();
  {
    NativeLink second(loop_, "m", directory_, {});
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, HasSubstr("another program listens"));
  }
  testing::settle(loop_);
  auto qemu = running_qemu();
  qemu->trace(pl061_trace(0x1, 0x1));
  EXPECT_TRUE(until([&] { return lines_.driven(0) == true; }));
}

}  // namespace
}  // namespace pinbridge::native_gpio
