#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/native_link.hpp"
#include "links/native_gpio/testing/native_link_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using testing::FakeQemu;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A sequence of QEMUs that send something wrong. Each gives one line in the log and leaves nothing
/// behind, and the next QEMU works.
class HostileQemuTest : public testing::NativeLinkTest {
 protected:
  HostileQemuTest() { start(); }
  void TearDown() override {
    EXPECT_EQ(lines_.driven_count(), 0U);
    auto qemu = running_qemu();
    qemu->trace(pl061_trace(0x1, 0x1));
    EXPECT_TRUE(until([&] { return lines_.driven(0) == true; }));
  }

  /// The session ends with this one warning.
  void ends(FakeQemu& qemu, const std::string& warning) {
    EXPECT_TRUE(qemu.until([&] { return qemu.qmp.seems_hung_up_on(); }));
    EXPECT_TRUE(qemu.qtest.is_hung_up_on());
    EXPECT_TRUE(until_gone());
    EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr(warning)));
    EXPECT_FALSE(lines_.connected);
    EXPECT_FALSE(lines_.listened_to());
    EXPECT_EQ(lines_.driven_count(), 0U);
    log_.clear();
  }
};

const char* const kSteps[] = {"qmp_capabilities", "query-chardev",         "qom-list",
                              "qom-get",          "trace-event-set-state", "cont"};

TEST_F(HostileQemuTest, GarbageInPlaceOfAnyAnswerOfQmpEndsTheSession) {
  for (const char* step : kSteps) {
    SCOPED_TRACE(step);
    auto qemu = connect();
    qemu->replies[step] = "no QMP";
    ends(*qemu, "the connection to QEMU is closed: QEMU sent a message that is not QMP");
  }
}

TEST_F(HostileQemuTest, AGreetingInPlaceOfAnyAnswerEndsTheSession) {
  for (const char* step : kSteps) {
    SCOPED_TRACE(step);
    auto qemu = connect();
    qemu->replies[step] = std::string(FakeQemu::kGreeting);
    ends(*qemu, "QEMU greets twice");
  }
}

TEST_F(HostileQemuTest, MoreAnswersThanQuestionsEndTheSession) {
  for (const char* step : kSteps) {
    SCOPED_TRACE(step);
    auto qemu = connect();
    std::string many;
    for (int i = 0; i < 50; ++i) many += "{\"return\": []}\n";
    qemu->replies[step] = many + "{\"return\": []}";
    EXPECT_TRUE(qemu->until([&] { return qemu->qmp.seems_hung_up_on(); }));
    EXPECT_TRUE(until_gone());
    // Those that came early enough were taken for answers, from which there is no controller.
    EXPECT_THAT(log_.warnings("is closed: QEMU sent a response without a request"), SizeIs(1));
    EXPECT_THAT(log_.warnings("is closed"), SizeIs(1));
    log_.clear();
  }
}

TEST_F(HostileQemuTest, AnswersOfAnotherShapeCountAsNone) {
  for (const char* step :
       {"qmp_capabilities", "query-chardev", "qom-list", "qom-get", "trace-event-set-state"}) {
    for (const char* value : {"null", "5", "\"text\"", "[]", "[[]]", "[5, null, {}]", "{\"a\": {}}",
                              "[{\"name\": 5, \"type\": []}]", "[{\"label\": 5}]"}) {
      SCOPED_TRACE(fmt::format("{} {}", step, value));
      FakeQemu qemu(loop_, directory_, virt(), qemu::kMonitorIdToStart);
      qemu.replies[step] = fmt::format("{{\"return\": {}}}", value);
      EXPECT_TRUE(qemu.until([&] {
        return lines_.connected || log_.warnings("the machine has no controller").size() == 1;
      }));
      qemu.leave();
      EXPECT_TRUE(until_gone());
      log_.clear();
    }
  }
}

TEST_F(HostileQemuTest, GarbageOfQtestAtAnyStepEndsTheSession) {
  auto usual = running_qemu();
  usual->leave();
  EXPECT_TRUE(until_gone());
  log_.clear();
  for (std::size_t step = 0; step < 20; ++step) {
    SCOPED_TRACE(step);
    auto qemu = connect();
    EXPECT_TRUE(qemu->until([&] { return qemu->told.size() >= step; }));
    qemu->qtest.say("IRQ up 5\n");
    ends(*qemu, "QEMU's qtest reports \"IRQ up 5\"");
  }
}

TEST_F(HostileQemuTest, AResponseOfQtestWithoutARequestEndsTheSession) {
  auto qemu = running_qemu();
  qemu->qtest.say("OK\n");
  ends(*qemu, "QEMU's qtest sent a response without a request");
}

TEST_F(HostileQemuTest, AQtestLineWithoutEndEndsTheSession) {
  auto qemu = running_qemu();
  while (!qemu->qtest.seems_hung_up_on() && qemu->qtest.say(std::string(1000, 'x'))) {
    testing::settle(loop_);
  }
  ends(*qemu, "QEMU's qtest sends a line without end");
}

TEST_F(HostileQemuTest, ALaterTraceIsReadAndDiscarded) {
  auto qemu = running_qemu();
  qemu->qmp.say("no QMP\n");
  ends(*qemu, "QEMU sent a message that is not QMP");
  // QEMU and its machine would block if this were not read.
  std::string text;
  while (text.size() < 3'000'000) text += pl061_trace(0x1, 0x1) + "\n";
  qemu->write_log(text);
  testing::settle(loop_);
  EXPECT_THAT(log_.lines(), IsEmpty());
  EXPECT_EQ(lines_.driven_count(), 0U);
}

TEST_F(HostileQemuTest, NoLineOfItsLogBreaksTheSession) {
  auto qemu = running_qemu();
  for (const char* line : {"", " ", "\xff\xfe\x01", "pl061_update", "pl061_update ",
                           "pl061_update {path}", "resettable_phase_hold_exec obj=(pl061) method=",
                           "1@2.3:", "1@2.3:pl061_update", "%s%n", "{}"}) {
    qemu->trace(line);
  }
  qemu->trace(std::string(300'000, 'x'));
  qemu->trace(pl061_trace(0xffffffff, 0xffffffff));
  EXPECT_TRUE(until([&] { return lines_.driven_count() == 8; }));
  qemu->leave();
  EXPECT_TRUE(until_gone());
}

}  // namespace
}  // namespace pinbridge::native_gpio
