#include "scenario/scenario_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::scenario {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> titles(const std::string& text) {
  const auto scenario = read_scenario(text, "s.yaml");
  if (!scenario) return {scenario.error().message};
  std::vector<std::string> all;
  for (const Step& step : scenario->steps) all.push_back(step.title);
  return all;
}

std::string error_of(const std::string& step) {
  const auto scenario = read_scenario("steps:\n- " + step, "s.yaml");
  return scenario ? "" : scenario.error().message;
}

TEST(ScenarioReader, ReadsWokwisSteps) {
  EXPECT_THAT(
      titles("name: 'My test'\n"
             "version: 1\n"
             "author: 'A tester'\n"
             "\n"
             "steps:\n"
             "  # a comment\n"
             "  - set-control:\n"
             "      part-id: btn1\n"
             "      control: pressed\n"
             "      value: 1\n"
             "  - delay: 500ms\n"
             "  - wait-serial: 'Button 1 pressed'\n"
             "  - write-serial: 'hi'\n"
             "  - write-serial: [0x0d, 10]\n"
             "  - expect-pin:\n"
             "      part-id: esp\n"
             "      pin: 2\n"
             "      value: 1\n"
             "  - take-screenshot:\n"
             "      part-id: lcd1\n"
             "      save-to: a.png\n"),
      ElementsAre("set-control btn1 pressed=1", "delay 500ms", "wait-serial \"Button 1 pressed\"",
                  "write-serial \"hi\"", "write-serial 2 bytes", "expect-pin esp:2 is high",
                  "take-screenshot lcd1"));
}

TEST(ScenarioReader, AStepMayHaveAName) {
  EXPECT_THAT(titles("steps:\n"
                     "- name: It boots\n"
                     "  wait-serial: ready\n"
                     "- delay: 1 s\n"
                     "  name: settles\n"),
              ElementsAre("It boots: wait-serial \"ready\"", "settles: delay 1 s"));
  EXPECT_THAT(error_of("name: no kind"), HasSubstr("a step has one key"));
  EXPECT_THAT(error_of("{name: [], delay: 1s}"), HasSubstr("name must be a string"));
}

TEST(ScenarioReader, AWholeNumberMayHaveADecimalPoint) {
  EXPECT_THAT(titles("steps:\n"
                     "- set-control: {part-id: sw1, control: value, value: 1.0}\n"
                     "- set-control: {part-id: dht, name: temperature, value: 31.5}\n"),
              ElementsAre("set-control sw1 value=1", "set-control dht temperature=31.5"));
}

TEST(ScenarioReader, ReadsOurSteps) {
  EXPECT_THAT(titles("steps:\n"
                     "- press: b0\n"
                     "- press: {part-id: keypad, control: 5, for: 1s}\n"
                     "- press: {part-id: b0, hold: true}\n"
                     "- release: b0\n"
                     "- set-pin: {pin: vm:3, value: z}\n"
                     "- expect-edge: {part-id: led0, pin: A, edge: rising, count: 3}\n"
                     "- expect-no-edge: {pin: led0:A, for: 2s}\n"
                     "- expect-frequency: {pin: led0:A, value: 2kHz}\n"
                     "- expect-duty: {pin: led0:A, value: 25%}\n"
                     "- expect-pulse: {pin: led0:A, level: low, width: 10ms}\n"
                     "- expect-text: {part-id: lcd1, text: Hello}\n"
                     "- expect-blink: led0\n"),
              ElementsAre("press b0 for 100 ms", "press keypad:5 for 1 s", "press b0 and hold",
                          "release b0", "set-pin vm:3=z", "expect-edge led0:A rising, 3 times",
                          "expect-no-edge led0:A for 2 s", "expect-frequency led0:A 2000 Hz",
                          "expect-duty led0:A 25 %", "expect-pulse led0:A low for 10 ms",
                          "expect-text lcd1 \"Hello\"", "expect-blink led0:A 2 times"));
}

TEST(ScenarioReader, ReportsWhatIsWrongWithItsPlace) {
  EXPECT_EQ(error_of("dely: 1s"),
            "s.yaml:2:3: error: there is no step \"dely\" (did you mean \"delay\"?); "
            "docs/reference/scenarios.md lists the steps");
  EXPECT_THAT(error_of("delay: 5"), HasSubstr("s.yaml:2:10: error: \"5\" is not a duration"));
  EXPECT_THAT(error_of("press: {part: b0}"), HasSubstr("press requires part-id"));
  EXPECT_THAT(error_of("press: {part-id: b0, fors: 1s}"),
              HasSubstr("s.yaml:2:24: error: press has no key \"fors\" (did you mean \"for\"?)"));
  EXPECT_THAT(error_of("expect-edge: {pin: A}"), HasSubstr("write PART:A or add part-id"));
  EXPECT_THAT(error_of("expect-edge: {pin: a:A, edge: up}"), HasSubstr("\"up\" is not an edge"));
  EXPECT_THAT(error_of("expect-edge: {pin: a:A, count: 0}"), HasSubstr("a number from 1"));
  EXPECT_THAT(error_of("expect-pin: {pin: a:A, value: on}"), HasSubstr("\"on\" is not a level"));
  EXPECT_THAT(error_of("set-pin: {pin: a:A, value: 2}"), HasSubstr("write 0, 1 or z"));
  EXPECT_THAT(error_of("write-serial: [256]"), HasSubstr("\"256\" is not a byte"));
  EXPECT_THAT(error_of("take-screenshot: {part-id: led0}"),
              HasSubstr("requires save-to or compare-with"));
  EXPECT_THAT(error_of("set-control:\n  part-id: b0"), HasSubstr("a step has one key"));
  EXPECT_THAT(error_of("set-control:"), HasSubstr("set-control takes keys"));
  EXPECT_THAT(error_of("just words"), HasSubstr("a step has one key"));
}

TEST(ScenarioReader, KeepsScreenshotsInItsFolderAndReferencesAsTheyAre) {
  const auto save = [](const std::string& to) {
    return error_of("take-screenshot: {part-id: a, save-to: " + to + ", compare-with: b.png}");
  };
  EXPECT_THAT(save("/etc/a.png"), HasSubstr("is outside the scenario's folder"));
  EXPECT_THAT(save("x/../../a.png"), HasSubstr("is outside the scenario's folder"));
  EXPECT_THAT(save("a.sh"), HasSubstr("\"a.sh\" must end with .png or .txt"));
  EXPECT_THAT(save("x/../b.png"), HasSubstr("would replace the file that compare-with names"));
}

TEST(ScenarioReader, ReportsStepsThatCannotMeanAnything) {
  EXPECT_THAT(error_of("wait-serial: ''"), HasSubstr("wait-serial requires a text"));
  EXPECT_THAT(error_of("expect-pulse: {pin: a:A, width: 0s}"), HasSubstr("greater than 0"));
  EXPECT_THAT(error_of("expect-pin: {pin: a:A, part-id: b, value: 1}"),
              HasSubstr("\"a:A\" names its part already; leave part-id out"));
}

TEST(ScenarioReader, ReportsKeysOfWhichOneWouldBePassedOver) {
  EXPECT_THAT(error_of("press: {part-id: b0, part-id: b1}"),
              HasSubstr("s.yaml:2:24: error: the key part-id is there twice"));
  EXPECT_THAT(error_of("expect-pin: {pin: a:A, value: 1, expected: 0}"),
              HasSubstr("expected has value already, which means the same"));
  EXPECT_THAT(error_of("expect-no-edge: {pin: a:A, for: 1s, within: 2s}"),
              HasSubstr("within has for already, which means the same"));
  EXPECT_THAT(error_of("press: {part-id: b0, for: 1s, hold: true}"),
              HasSubstr("s.yaml:2:29: error: press cannot have both for and hold: true"));
  EXPECT_THAT(error_of("press: {part-id: b0, hold: maybe}"),
              HasSubstr("\"maybe\" is neither true nor false"));
}

TEST(ScenarioReader, ReportsAFileThatIsNotAScenario) {
  const auto error = [](const std::string& text) {
    return read_scenario(text, "s.yaml").error().message;
  };
  EXPECT_THAT(error(""), HasSubstr("a scenario has keys"));
  EXPECT_THAT(error("name: x\n"), HasSubstr("requires steps"));
  EXPECT_THAT(error("steps: []\n"), HasSubstr("s.yaml:1:8: error: a scenario requires a step"));
  EXPECT_THAT(error("steps:\n- delay: 1s\nsteps:\n- delay: 2s\n"),
              HasSubstr("s.yaml:3:1: error: the key steps is there twice"));
  EXPECT_THAT(error("version: 2\nsteps: []\n"), HasSubstr("s.yaml:1:10: error: \"2\" is not"));
  EXPECT_THAT(error("a: [\n"), HasSubstr("s.yaml:"));
  EXPECT_THAT(error(std::string(kLargestFile + 1, '#')), HasSubstr("more than 1048576 bytes"));
  EXPECT_THAT(error(std::string(5000, '[')), HasSubstr("s.yaml:"));
}

}  // namespace
}  // namespace pinbridge::scenario
