#include "scenario/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/testing/fake_host.hpp"

namespace pinbridge::scenario {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ScenarioTest : public ::testing::Test {
 protected:
  ScenarioTest() {
    host.levels = {{"led0:A", Level::low}, {"vm:24", Level::low}};
    host.texts = {{"b0", ""}, {"lcd1", "Hello"}};
  }

  std::string run(const std::string& steps) { return host.run("steps:\n" + steps); }

  FakeHost host;
};

TEST_F(ScenarioTest, StepsThatActAreDoneInOrderAtOnce) {
  EXPECT_EQ(run("- set-control: {part-id: b0, control: pressed, value: 1}\n"
                "- press: b0\n"
                "- press: {part-id: b0, control: 5, for: 2s}\n"
                "- release: b0\n"
                "- set-pin: {pin: vm:24, value: 1}\n"
                "- write-serial: ls\n"),
            "");
  EXPECT_THAT(host.did, ElementsAre("b0 pressed=1", "press b0 100000000", "press b0:5 2000000000",
                                    "b0 pressed=0", "vm:24=1", "write ls"));
  EXPECT_EQ(host.outcome, Outcome::passed);
}

TEST_F(ScenarioTest, ADelayTakesItsTime) {
  EXPECT_EQ(run("- delay: 500ms\n- delay: 1.5s\n"), "");
  EXPECT_THAT(host.ended, ElementsAre("500 delay 500ms", "2000 delay 1.5s"));
}

TEST_F(ScenarioTest, TextsAreFoundOneAfterTheOther) {
  host.prints(10ms, "boot");
  host.prints(20ms, "ing\r\nready\r\nready");
  EXPECT_EQ(run("- wait-serial: booting\n- wait-serial: ready\n- wait-serial: ready\n"), "");
  EXPECT_THAT(host.ended, ElementsAre("20 wait-serial \"booting\"", "20 wait-serial \"ready\"",
                                      "20 wait-serial \"ready\""));
}

TEST_F(ScenarioTest, WhatIsPrintedDuringADelayIsNotLost) {
  host.prints(10ms, "early");
  EXPECT_EQ(run("- delay: 1s\n- wait-serial: early\n"), "");
}

TEST_F(ScenarioTest, ATextThatDoesNotComeIsATimeOut) {
  host.prints(10ms, "something\nelse\n");
  EXPECT_THAT(run("- wait-serial: ready\n"), HasSubstr("waiting for the guest to print \"ready\"; "
                                                       "its last line was \"else\""));
  EXPECT_EQ(host.outcome, Outcome::timed_out);
}

TEST_F(ScenarioTest, ATextThatIsLateFails) {
  host.prints(2s, "ready");
  EXPECT_THAT(run("- wait-serial: {text: ready, within: 1s}\n"),
              HasSubstr("the guest did not print \"ready\" within 1 s; it printed nothing"));
  EXPECT_EQ(host.outcome, Outcome::failed);
}

TEST_F(ScenarioTest, APinIsJudgedAtOnce) {
  EXPECT_EQ(run("- expect-pin: {part-id: led0, pin: A, expected: 0}\n"), "");
  EXPECT_EQ(run("- expect-pin: {pin: led0:A, value: 1}\n"),
            "step 1 of 1, expect-pin led0:A is high: led0:A was low, not high");
}

TEST_F(ScenarioTest, APinIsAwaitedWithin) {
  host.level_at(300ms, "led0:A", Level::high);
  EXPECT_EQ(run("- expect-pin: {pin: led0:A, value: 1, within: 500ms}\n"), "");
  EXPECT_THAT(run("- expect-pin: {pin: vm:24, value: 1, within: 500ms}\n"),
              HasSubstr("vm:24 was not high within 500 ms: it was low all the time"));
}

TEST_F(ScenarioTest, AnEdgeIsAwaited) {
  host.level_at(300ms, "led0:A", Level::high);
  host.level_at(400ms, "led0:A", Level::low);
  EXPECT_EQ(run("- expect-edge: {pin: led0:A, edge: falling}\n"), "");
  EXPECT_THAT(host.ended, ElementsAre("400 expect-edge led0:A falling"));
}

TEST_F(ScenarioTest, AnEdgeThatDoesNotComeFailsWithWhatWasSeen) {
  host.level_at(300ms, "led0:A", Level::high);
  EXPECT_THAT(run("- expect-edge: {pin: led0:A, edge: falling, within: 2s}\n"),
              HasSubstr("no falling edge of led0:A within 2 s; seen: high at 300 ms"));
}

TEST_F(ScenarioTest, EdgesBetweenTwoStepsAreNotLost) {
  // The bench changes the pin at once, before the expectation begins.
  EXPECT_EQ(run("- delay: 1s\n- set-pin: {pin: led0:A, value: 1}\n"
                "- expect-edge: {pin: led0:A, edge: rising}\n"),
            "");
}

TEST_F(ScenarioTest, EdgesBeforeTheLastStepThatWaitedAreOver) {
  host.level_at(300ms, "led0:A", Level::high);
  EXPECT_THAT(run("- delay: 1s\n- expect-edge: led0:A\n"), HasSubstr("seen: nothing"));
}

TEST_F(ScenarioTest, AnEdgeIsJudgedByItsTimeNotByItsArrival) {
  host.reports_late = true;
  host.level_at(1500ms, "led0:A", Level::high);
  EXPECT_THAT(run("- expect-edge: {pin: led0:A, within: 1s}\n"), HasSubstr("seen: nothing"));
}

TEST_F(ScenarioTest, NoEdgeIsExpected) {
  host.level_at(1500ms, "led0:A", Level::high);
  EXPECT_THAT(run("- expect-no-edge: {pin: led0:A, for: 1s}\n"
                  "- expect-no-edge: {pin: led0:A, for: 1s}\n"),
              HasSubstr("step 2 of 2, expect-no-edge led0:A for 1 s: led0:A went high at 1.5 s"));
}

TEST_F(ScenarioTest, AFrequencyIsMeasured) {
  host.square("led0:A", 250ms, 10s);
  EXPECT_EQ(run("- expect-frequency: {pin: led0:A, value: 2Hz, tolerance: 1%, for: 3s}\n"), "");
  EXPECT_THAT(run("- expect-frequency: {pin: vm:24, value: 2Hz}\n"),
              HasSubstr("vm:24 has no frequency: it had 0 edges in 1 s, and 2 Hz ± 5 % was"));
}

TEST_F(ScenarioTest, AWrongFrequencyIsReported) {
  host.square("led0:A", 250ms, 10s);
  EXPECT_THAT(run("- expect-frequency: {pin: led0:A, value: 3, for: 3s}\n"),
              HasSubstr("led0:A had 2 Hz (periods 500 ms to 500 ms), and 3 Hz ± 5 % was expected"));
}

TEST_F(ScenarioTest, ADutyCycleIsMeasured) {
  host.square("led0:A", 250ms, 10s);
  EXPECT_EQ(run("- expect-duty: {pin: led0:A, value: 50%, for: 2s}\n"), "");
  EXPECT_THAT(run("- expect-duty: {pin: led0:A, value: 20%, for: 2s}\n"),
              HasSubstr("was high 50.0 % of the time, and 20 % ± 5 % was expected"));
}

TEST_F(ScenarioTest, APulseOfAWidthIsAwaited) {
  host.level_at(100ms, "led0:A", Level::high);
  host.level_at(110ms, "led0:A", Level::low);
  host.level_at(200ms, "led0:A", Level::high);
  host.level_at(250ms, "led0:A", Level::low);
  EXPECT_EQ(run("- expect-pulse: {pin: led0:A, width: 50ms}\n"), "");
}

TEST_F(ScenarioTest, PulsesOfOtherWidthsAreReported) {
  host.level_at(100ms, "led0:A", Level::high);
  host.level_at(110ms, "led0:A", Level::low);
  host.level_at(200ms, "led0:A", Level::high);
  EXPECT_THAT(run("- expect-pulse: {pin: led0:A, width: 50ms}\n"),
              HasSubstr("seen: 10 ms at 100 ms (one since 200 ms has not ended)"));
}

TEST_F(ScenarioTest, ATextOnAPartIsAwaited) {
  EXPECT_EQ(run("- expect-text: {part-id: lcd1, text: Hello}\n"), "");
  EXPECT_THAT(run("- expect-text: {part-id: lcd1, text: Bye}\n"),
              HasSubstr("lcd1 shows \"Hello\", not \"Bye\""));
}

TEST_F(ScenarioTest, BlinksAreCounted) {
  host.square("led0:A", 100ms, 450ms);
  EXPECT_EQ(run("- expect-blink: {part-id: led0, times: 2, within: 1s}\n"), "");
  EXPECT_THAT(run("- delay: 1s\n- expect-blink: {part-id: led0, times: 2, within: 1s}\n"),
              HasSubstr("led0:A blinked 0 of 2 times within 1 s"));
}

TEST_F(ScenarioTest, TheEndOfTheGuestFailsAStepThatWaits) {
  host.guest_ends(1s, 3);
  EXPECT_THAT(run("- wait-serial: ready\n"),
              HasSubstr("QEMU ended with status 3 while waiting for"));
  EXPECT_EQ(host.outcome, Outcome::failed);
}

TEST_F(ScenarioTest, TheLastErrorOfAGuestThatEndsIsInTheSentence) {
  host.guest_ends(1s, 1, "qemu-system-arm: no such kernel");
  EXPECT_THAT(run("- delay: 5s\n"),
              HasSubstr("while waiting for the end of a delay: qemu-system-arm: no such kernel"));
}

TEST_F(ScenarioTest, APulseThatBeganBeforeItsStepHasItsWholeWidth) {
  host.level_at(100ms, "led0:A", Level::high);
  host.level_at(150ms, "led0:A", Level::low);
  EXPECT_EQ(run("- expect-edge: {pin: led0:A, edge: rising}\n"
                "- expect-pulse: {pin: led0:A, width: 50ms}\n"),
            "");
}

TEST_F(ScenarioTest, APinThatFloatsMeanwhileIsStillInItsLowPulse) {
  host.level_at(100ms, "vm:24", Level::high);
  host.level_at(200ms, "vm:24", Level::low);
  host.level_at(210ms, "vm:24", Level::highz);
  host.level_at(300ms, "vm:24", Level::high);
  EXPECT_EQ(run("- expect-edge: {pin: vm:24, edge: falling}\n"
                "- delay: 50ms\n"
                "- expect-pulse: {pin: vm:24, level: 0, width: 100ms}\n"),
            "");
}

TEST_F(ScenarioTest, WhatTheGuestPrintedBeforeItsEndCounts) {
  host.prints(1s, "Power down");
  host.guest_ends(1s, 0);
  EXPECT_EQ(run("- wait-serial: Power down\n"), "");
}

TEST_F(ScenarioTest, AScreenshotThatDiffersFails) {
  EXPECT_THAT(run("- take-screenshot: {part-id: lcd1, compare-with: a.txt}\n"),
              HasSubstr("lcd1 differs from a.txt"));
}

TEST_F(ScenarioTest, ManyStepsThatPassAtOnceDoNotNest) {
  std::string steps;
  for (int i = 0; i < 5000; ++i) steps += "- expect-pin: {pin: led0:A, value: 0}\n";
  EXPECT_EQ(run(steps), "");
}

}  // namespace
}  // namespace pinbridge::scenario
