#include <csignal>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "links/native_gpio/native_link.hpp"
#include "links/native_gpio/testing/native_link_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using testing::FakeMachine;
using testing::FakeQemu;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// QEMUs that connect and disconnect.
class NativeLinkPeersTest : public testing::NativeLinkTest {
 protected:
  NativeLinkPeersTest() { start(); }

  /// As many lines of trace: line 1 is alternately high and low.
  static std::string traced_toggles(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += pl061_trace(0x2, i % 2 == 0 ? 0x2 : 0x0) + "\n";
    return text;
  }
  /// A machine whose controller QEMU does not trace.
  static FakeMachine sx1() {
    return std::move(FakeMachine().device("/machine/gpio", "omap-gpio", 0xfffce000, 16));
  }
  /// One of them, its lines inputs, that intercepts outputs or answers otherwise.
  std::unique_ptr<FakeQemu> running_sx1(FakeMachine machine = sx1(),
                                        const std::string& intercepts = "OK") {
    auto qemu = connect(std::move(machine));
    qemu->intercepts = intercepts;
    qemu->registers = {{"readw 0xfffce008", "0xffff"}, {"readw 0xfffcf008", "0xffff"}};
    EXPECT_TRUE(qemu->until_told("cont"));
    return qemu;
  }
};

/// A process that has connected, and stays for as long as this lives.
class OtherProcess {
 public:
  explicit OtherProcess(const std::filesystem::path& socket) : pid_(fork()) {
    if (pid_ != 0) return;
    const UniqueFd connection = testing::connect_to(socket);
    pause();
    _exit(0);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  ~OtherProcess() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_;
};

/// How many of what was done first are line 1 going alternately high and low.
std::size_t toggles_at_first(const std::vector<std::string>& log) {
  std::size_t count = 0;
  while (count < log.size() && log[count] == (count % 2 == 0 ? "1=high" : "1=low")) ++count;
  return count;
}

TEST_F(NativeLinkPeersTest, WhenQemuLeavesEveryLineIsReleased) {
  auto qemu = running_qemu();
  qemu->trace(pl061_trace(0xff, 0xff));
  EXPECT_TRUE(until([&] { return lines_.driven_count() == 8; }));
  qemu->leave();
  EXPECT_TRUE(until_gone());
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.connected);
  EXPECT_EQ(lines_.connection, "no guest");
  EXPECT_FALSE(lines_.listened_to());
  EXPECT_THAT(log_.lines("QEMU has disconnected"), SizeIs(1));
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(NativeLinkPeersTest, EdgesThatWereTracedJustBeforeItLeftAreDelivered) {
  auto qemu = running_qemu();
  qemu->write_log(traced_toggles(2000) + pl061_trace(0x1, 0x1) + "\nunfinis");
  qemu->leave();
  EXPECT_TRUE(until_gone());
  const auto log = lines_.take_log();
  ASSERT_EQ(toggles_at_first(log), 2000U);
  EXPECT_EQ(log.at(2000), "0=high");
  EXPECT_EQ(log.at(2001), "1 released");
}

TEST_F(NativeLinkPeersTest, TheLastTraceIsReadWithoutTheLoop) {
  auto qemu = running_qemu();
  qemu->write_log(traced_toggles(2000));
  link_->take_last_words();
  EXPECT_EQ(toggles_at_first(lines_.take_log()), 2000U);
  // It runs on, and that is neither the board's nor a line for the log.
  qemu->write_log(traced_toggles(2));
  link_.reset();
  EXPECT_THAT(log_.lines("pl061"), IsEmpty());
}

TEST_F(NativeLinkPeersTest, EdgesThatWereInterceptedJustBeforeItLeftAreDelivered) {
  auto qemu = running_sx1();
  qemu->rest();
  std::string text;
  for (int i = 0; i < 4000; ++i) text += i % 2 == 0 ? "IRQ raise 1\n" : "IRQ lower 1\n";
  ASSERT_TRUE(qemu->qtest.say(text));
  // Which of its sockets is closed first is not ours to choose.
  qemu->qmp.hang_up();
  EXPECT_TRUE(until_gone());
  EXPECT_EQ(toggles_at_first(lines_.take_log()), 4000U);
}

TEST_F(NativeLinkPeersTest, AfterOneHasLeftAnotherMayCome) {
  for (int i = 0; i < 3; ++i) {
    auto qemu = running_qemu();
    EXPECT_TRUE(lines_.connected);
    qemu->trace(pl061_trace(0x1, 0x1));
    EXPECT_TRUE(until([&] { return lines_.driven(0) == true; }));
    qemu->leave();
    EXPECT_TRUE(until_gone());
  }
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(NativeLinkPeersTest, ASecondQemuIsRefusedAndTheFirstIsNotAffected) {
  auto first = running_qemu();
  auto second = connect();
  EXPECT_TRUE(second->qmp.is_hung_up_on());
  EXPECT_TRUE(second->qtest.is_hung_up_on());
  EXPECT_THAT(log_.warnings(), Each(HasSubstr("a second QEMU is refused")));
  EXPECT_THAT(log_.warnings(), SizeIs(1)) << "once a process, which tries again and again";
  first->trace(pl061_trace(0x1, 0x1));
  EXPECT_TRUE(until([&] { return lines_.driven(0) == true; }));
  EXPECT_TRUE(lines_.connected);
}

TEST_F(NativeLinkPeersTest, AQemuThatFailsAgainAndAgainIsNotAlwaysListenedTo) {
  for (int i = 0; i < 50; ++i) {
    auto qemu = running_qemu();
    qemu->qmp.say("nonsense\n");
    EXPECT_TRUE(until_gone());
  }
  const auto warnings = log_.warnings().size();
  for (int i = 0; i < 5; ++i) {
    auto qemu = connect();
    EXPECT_TRUE(qemu->qmp.is_hung_up_on());
    EXPECT_TRUE(qemu->qtest.is_hung_up_on());
  }
  EXPECT_EQ(log_.warnings().size(), warnings);
}

TEST_F(NativeLinkPeersTest, AQemuThatEndedHalfWayHasLeftItsPlaceToTheNext) {
  for (const char* name : {"qtest", "qmp"}) {
    {
      const UniqueFd half = testing::connect_to(directory_ / name);
      EXPECT_TRUE(until([&] { return link_->has_peer(); }));
    }
    EXPECT_FALSE(link_->has_peer());
    running_qemu()->leave();
    EXPECT_TRUE(until_gone());
  }
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(NativeLinkPeersTest, TheHalvesOfTwoQemusAreNotTakenForOne) {
  {
    const OtherProcess first(directory_ / "qtest");
    EXPECT_TRUE(until([&] { return link_->has_peer(); }));
    auto second = connect();
    EXPECT_TRUE(second->qmp.is_hung_up_on());
    EXPECT_TRUE(second->qtest.is_hung_up_on());
    EXPECT_THAT(log_.warnings(), Each(HasSubstr("a second QEMU is refused")));
  }
  running_qemu();
}

TEST_F(NativeLinkPeersTest, AQemuMayLeaveAtAnyMoment) {
  const auto steps = [this] {
    auto qemu = connect();
    qemu->until_told("cont");
    qemu->rest();
    qemu->leave();
    EXPECT_TRUE(until_gone());
    return qemu->told.size();
  }();
  ASSERT_GT(steps, 10U);
  for (std::size_t step = 0; step < steps; ++step) {
    auto qemu = connect();
    EXPECT_TRUE(qemu->until([&] { return qemu->told.size() >= step; }));
    qemu->leave();
    testing::settle(loop_);
    EXPECT_TRUE(until_gone()) << step;
    EXPECT_FALSE(lines_.connected);
    EXPECT_EQ(lines_.driven_count(), 0U);
  }
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(NativeLinkPeersTest, TheLinkMayGoAtAnyMoment) {
  link_.reset();
  for (std::size_t step = 0; step < 30; ++step) {
    start();
    auto qemu = connect();
    EXPECT_TRUE(qemu->until([&] { return qemu->told.size() >= step || qemu->count("cont") > 0; }));
    qemu->trace(pl061_trace(0x1, 0x1));
    link_.reset();
    testing::settle(loop_);
    EXPECT_TRUE(qemu->qmp.is_hung_up_on());
    EXPECT_EQ(lines_.driven_count(), 0U);
    EXPECT_FALSE(lines_.listened_to());
  }
}

TEST_F(NativeLinkPeersTest, WhereNothingIsTracedOutputsAreInterceptedAndDirectionsRead) {
  auto qemu = running_sx1();
  EXPECT_THAT(lines_.connection, HasSubstr("every edge, a change of direction within 10 ms"));
  qemu->qtest.say("IRQ raise 3\nIRQ lower 3\n");
  EXPECT_TRUE(qemu->until([&] { return lines_.logged() == 3; }));
  EXPECT_THAT(lines_.take_log(), ElementsAre("3=high", "3=low", "3 released"));
}

TEST_F(NativeLinkPeersTest, WhereNothingCanBeInterceptedTheRegistersAreReadInTurns) {
  auto qemu = running_sx1(sx1(), "FAIL No intercepts installed");
  EXPECT_THAT(lines_.connection, HasSubstr("levels that last longer than 10 ms"));
  qemu->registers = {{"readw 0xfffce004", "0x0001"}, {"readw 0xfffce008", "0xfffe"}};
  EXPECT_TRUE(qemu->until([&] { return lines_.driven(0) == true; }));
  qemu->registers = {{"readw 0xfffce004", "0x0000"}, {"readw 0xfffce008", "0xfffe"}};
  EXPECT_TRUE(qemu->until([&] { return lines_.driven(0) == false; }));
  // While the machine is stopped no questions are sent; earlier ones are answered.
  qemu->qmp.say("{\"event\": \"STOP\"}\n");
  qemu->rest();
  EXPECT_TRUE(qemu->until([&] { return std::exchange(qemu->told, {}).empty(); }));
  qemu->qmp.say("{\"event\": \"RESUME\"}\n");
  EXPECT_TRUE(qemu->until_told("readw"));
}

TEST_F(NativeLinkPeersTest, OneControllerIsInterceptedAndTheOthersAreRead) {
  link_.reset();
  testing::FakeLines other(8);
  start({{"one", &lines_, controllers::ControllerChoice::parse("omap-gpio[0]").value()},
         {"two", &other, controllers::ControllerChoice::parse("omap-gpio[1]").value()}});
  auto qemu = running_sx1(sx1().device("/machine/gpio2", "omap-gpio", 0xfffcf000, 16));
  EXPECT_THAT(lines_.connection, HasSubstr("every edge"));
  EXPECT_THAT(other.connection, HasSubstr("levels that last"));
  qemu->qtest.say("IRQ raise 3\n");
  EXPECT_TRUE(until([&] { return lines_.driven(3) == true; }));
  EXPECT_EQ(other.driven_count(), 0U);
  link_.reset();
}

TEST_F(NativeLinkPeersTest, AfterAResetOrASnapshotWhatIsNotTracedIsGivenItsInputsAgain) {
  lines_.unwired = {1, 2, 3, 4, 5, 6, 7};
  auto qemu = running_sx1();
  for (const char* events :
       {"{\"event\": \"RESET\"}\n", "{\"event\": \"STOP\"}\n{\"event\": \"RESUME\"}\n"}) {
    qemu->rest();
    qemu->told.clear();
    qemu->qmp.say(events);
    EXPECT_TRUE(qemu->until_told("set_irq_in /machine/gpio unnamed-gpio-in 0 0")) << events;
  }
}

TEST_F(NativeLinkPeersTest, AQemuThatInterceptsNothingByNameIsNotTakenAtItsWord) {
  FakeMachine ast2600;
  ast2600.device("/machine/soc/gpio", "aspeed.gpio-ast2600", 0x1e780000, 0);
  for (const char* pin : {"gpioA0", "gpioA1", "gpioA2"}) {
    ast2600.property("/machine/soc/gpio", pin, "bool");
  }
  auto modern = running_qemu(ast2600);
  EXPECT_THAT(lines_.connection, HasSubstr("every edge, a change of direction"));
  modern->leave();
  EXPECT_TRUE(until_gone());
  for (const char* version : {"7, \"minor\": 2", "8, \"minor\": 1"}) {
    FakeQemu old(loop_, directory_, ast2600, qemu::kMonitorIdToStart,
                 fmt::format(R"({{"QMP": {{"version": {{"qemu": {{"major": {}}}}}}}}})", version));
    EXPECT_TRUE(old.until_told("cont"));
    EXPECT_THAT(lines_.connection, HasSubstr("levels that last longer"));
    EXPECT_EQ(old.count("irq_intercept_out"), 0U);
    old.leave();
    EXPECT_TRUE(until_gone());
  }
}

/// QEMUs that are slower than a millisecond.
class SilentQemuTest : public testing::NativeLinkTest {
 protected:
  SilentQemuTest() {
    answer_time_ = std::chrono::milliseconds(1);
    start();
  }
  bool until_warned(const std::string& text) {
    return until([&] { return log_.warnings(text).size() == 1; });
  }
};

TEST_F(SilentQemuTest, AQemuThatDoesNotAnswerIsReported) {
  auto qemu = connect();
  EXPECT_TRUE(until_warned("QEMU has not answered for 0 s: it is stopped, or hangs"));
  EXPECT_TRUE(qemu->until_told("cont"));
  EXPECT_TRUE(lines_.connected) << "its answers count all the same";
}

TEST_F(SilentQemuTest, AQemuThatConnectsHalfIsReported) {
  const UniqueFd half = testing::connect_to(qemu::NativePaths(directory_).qmp);
  EXPECT_TRUE(until_warned("QEMU has connected to its QMP socket only"));
}

}  // namespace
}  // namespace pinbridge::native_gpio
