#include "scenario/rehearsal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/testing/fake_host.hpp"

namespace pinbridge::scenario {
namespace {

class RehearsalTest : public ::testing::Test {
 protected:
  RehearsalTest() {
    host_.levels = {{"led0:A", Level::low}};
    host_.texts = {{"b0", ""}, {"lcd1", "ready"}};
  }

  /// The sentence of the first fault; empty if there is none.
  std::string rehearse(const std::string& steps) {
    const auto scenario = read_scenario("steps:\n" + steps, "s.yaml");
    if (!scenario) return scenario.error().message;
    const auto done = scenario::rehearse(*scenario, host_, "s.yaml");
    return done ? "" : done.error().message;
  }

  FakeHost host_;
};

TEST_F(RehearsalTest, FindsNamesThatTheBoardLacksWithTheirPlace) {
  EXPECT_EQ(rehearse("- delay: 1s\n- expect-edge: led9:A\n"),
            "s.yaml:3:3: error: there is no pin \"led9:A\"");
  EXPECT_EQ(rehearse("- take-screenshot: {part-id: b9, save-to: a.png}\n"),
            "s.yaml:2:3: error: the board has no part \"b9\"");
}

TEST_F(RehearsalTest, FindsControlsAndValuesThatAPartRefuses) {
  host_.refuses = "led0 pressed=1";
  EXPECT_EQ(rehearse("- press: b0\n- press: {part-id: led0, hold: true}\n"),
            "s.yaml:3:3: error: led0: not so");
  host_.refuses = "b0 pressed=2";
  EXPECT_EQ(rehearse("- set-control: {part-id: b0, control: pressed, value: 2}\n"),
            "s.yaml:2:3: error: b0: not so");
}

TEST_F(RehearsalTest, NeitherWaitsNorReachesTheGuest) {
  EXPECT_EQ(rehearse("- wait-serial: ready\n- write-serial: x\n- expect-text: {part-id: lcd1, "
                     "text: other}\n- set-pin: {pin: led0:A, value: 1}\n- delay: 1h\n"),
            "");
  EXPECT_THAT(host_.did, ::testing::ElementsAre("led0:A=1"));
}

}  // namespace
}  // namespace pinbridge::scenario
